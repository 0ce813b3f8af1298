// What one attempt works with.
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Upstreams;

namespace Router.Relay;

/// <summary>Handed from <see cref="AttemptRunner"/> to what relays the answer.</summary>
/// <param name="Number">1 for the first attempt of the request.</param>
/// <param name="StartedAt">Unix milliseconds.</param>
/// <param name="Caller">The caller's side of the stream; null when no stream was asked for.</param>
internal sealed record AttemptContext(
    Exchange Exchange,
    Target Target,
    int Number,
    long StartedAt,
    AttemptWatch Watch,
    Settler Settler,
    CallerStream? Caller)
{
    /// <summary>The request as the target got it, when it speaks another dialect than the caller.</summary>
    internal TranslatedRequest? Translated { get; } = Exchange.TranslatedFor(Target);

    /// <summary>The failure that an error inside a 200 answer is, told without the provider's own key.</summary>
    internal AttemptFailure OfInStreamError(UpstreamErrorFacts said) => Failures.OfInStreamError(EchoedKey.BlotOut(Target.Provider, said));

    /// <summary>What an answer in the caller's own dialect reported, in the ledger's way of counting. The readers of translated answers see to it themselves.</summary>
    internal TokenUsage Counted(in TokenUsage reported) =>
        (reported.Reasoning > 0 || reported.BesideOutput > 0) && Exchange.Dialect != Dialect.AnthropicMessages && Target.Model.TraitsOf(Exchange.Dialect).TotalExcludesReasoning
            ? reported.WithReasoningInOutput()
            : reported;
}
