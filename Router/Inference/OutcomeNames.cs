// How outcomes and usage sources are written.
namespace Router.Inference;

/// <summary>The words of the ledger and the metrics for <see cref="Outcome"/> and <see cref="UsageSource"/>.</summary>
internal static class OutcomeNames
{
    /// <summary>The word of an outcome.</summary>
    internal static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Completed => "completed",
        Outcome.Failed => "failed",
        Outcome.Refused => "refused",
        Outcome.Cancelled => "cancelled",
        Outcome.Interrupted => "interrupted",
    };

    /// <summary>The word of a usage source.</summary>
    internal static string Of(UsageSource source) => source switch
    {
        UsageSource.None => "none",
        UsageSource.Reported => "reported",
        UsageSource.Estimated => "estimated",
    };
}
