// Wraps reasoning for a caller who may keep it and cannot use it.
namespace Router.Inference;

/// <summary>
/// Turns what a provider wants back into an opaque, authenticated token that a caller carries from turn to turn (mapping 2.6). The same
/// payload gives the same token, so a conversation that is sent again is the same bytes again. Safe for any number of threads.
/// </summary>
internal interface IReasoningSeal
{
    /// <summary>The token, plain ASCII that needs no escapes in JSON.</summary>
    /// <param name="origin">Who made it.</param>
    /// <param name="payload"><see cref="SealedReasoning.Payload"/>.</param>
    byte[] Seal(ReasoningOrigin origin, ReadOnlySpan<byte> payload);

    /// <summary>True when <paramref name="token"/> has the form of a token of this router, whoever's key made it.</summary>
    bool IsToken(ReadOnlySpan<byte> token);

    /// <summary>What is in the token; null when it is none, was altered, or was made with another key.</summary>
    /// <param name="token">The inside of a JSON string, as a caller sent it.</param>
    SealedReasoning? Open(ReadOnlySpan<byte> token);
}
