// The most tokens that an attempt can use.
using Router.Configuration;
using Router.Dialects;
using Router.Ledger;

namespace Router.Relay;

/// <summary>The bound that is held for an attempt (contract section 5).</summary>
/// <param name="Input">The UTF-8 bytes of the request's text.</param>
/// <param name="Output">The caller's limit, else the model's; 0 when neither is known.</param>
/// <param name="Total">Both; where no output limit is known, <see cref="UnknownOutput"/> for each answer in its place.</param>
internal readonly record struct TokenBound(long Input, long Output, long Total)
{
    /// <summary>What is held for an answer that nobody limits.</summary>
    internal const long UnknownOutput = 32_000;

    /// <summary>The bound of an attempt at <paramref name="target"/>.</summary>
    internal static TokenBound Of(Exchange exchange, Target target)
    {
        var head = exchange.Head!;
        var input = exchange.Adapter.Operation == Operation.CountTokens ? 0 : Math.Min(FactBounds.MostTokens, head.TextBytes + head.DocumentBytes);
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

    private static long OfAnswers(long limit, long answers) =>
        limit > FactBounds.MostTokens / answers ? FactBounds.MostTokens : limit * answers;
}
