// The most tokens that an attempt can use.
using Router.Configuration;
using Router.Dialects;
using Router.Ledger;

namespace Router.Relay;

/// <summary>The bound that is held for an attempt (contract section 5).</summary>
/// <param name="Input">The UTF-8 bytes of the request's text and inline documents, and what its other media may count.</param>
/// <param name="Output">The caller's limit, else the model's; 0 when neither is known.</param>
/// <param name="Total">Both; where no output limit is known, <see cref="UnknownOutput"/> for each answer in its place.</param>
internal readonly record struct TokenBound(long Input, long Output, long Total)
{
    /// <summary>What is held for an answer that nobody limits.</summary>
    internal const long UnknownOutput = 32_000;

    /// <summary>What is held for input that is not in the request, at a model whose context window is not known.</summary>
    internal const long UnknownContext = 200_000;

    /// <summary>The bound of an attempt at <paramref name="target"/>.</summary>
    internal static TokenBound Of(Exchange exchange, Target target)
    {
        var head = exchange.Head!;
        var input = exchange.Adapter.Operation == Operation.CountTokens ? 0 : InputOf(head, target.Model);
        if (exchange.Adapter.Operation != Operation.Generate)
        {
            return new TokenBound(input, 0, input);
        }

        var limit = head.OutputLimit is { } asked && target.Model.MaxOutputTokens > 0
            ? Math.Min(asked, target.Model.MaxOutputTokens)
            : head.OutputLimit ?? target.Model.MaxOutputTokens;
        var output = OfAnswers(limit, head.AnswerCount);
        return new TokenBound(input, output, input + (limit > 0 ? output : OfAnswers(UnknownOutput, head.AnswerCount)));
    }

    /// <summary>
    /// A document by link or id, or a conversation that the provider keeps, may be of any size; but all input has to fit the context window.
    /// </summary>
    internal static long InputOf(RequestHead head, Model model)
    {
        var seen = head.TextBytes + head.DocumentBytes + (head.ImageCount * model.MaxImageTokens);
        var all = !head.HasUnseenInput ? seen
            : model.ContextTokens > 0 ? Math.Max(seen, model.ContextTokens)
            : seen + UnknownContext;
        return Math.Min(FactBounds.MostTokens, all);
    }

    private static long OfAnswers(long limit, long answers) =>
        limit > FactBounds.MostTokens / answers ? FactBounds.MostTokens : limit * answers;
}
