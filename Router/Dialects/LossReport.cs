// Reports losses of one translation in one direction.
using Router.Inference;

namespace Router.Dialects;

/// <summary>What a reader or writer reports through: it names the rule, the table gives the fate.</summary>
internal readonly struct LossReport(Dialect source, Dialect target, LossList losses)
{
    /// <summary>Begins a request's report with what its reader found no place for.</summary>
    internal static LossReport Of(InferenceRequest request, Dialect target, LossList losses)
    {
        var report = new LossReport(request.Source, target, losses);
        foreach (var unread in request.Unread)
        {
            report.Lose(unread.Rule, unread.Path);
        }

        return report;
    }

    /// <summary>Reports that a rule was met.</summary>
    /// <param name="path">The member in the caller's words, when it is not the row's own name for it.</param>
    internal void Lose(LossRule rule, string? path = null) => losses.Add(LossPolicy.Lose(rule, source, target, path));
}
