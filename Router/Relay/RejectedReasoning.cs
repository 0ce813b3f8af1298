// Tells that a provider refused its own reasoning.
using Router.Dialects;

namespace Router.Relay;

/// <summary>
/// By the words of the services, which have no code for it: a signature that does not verify, encrypted content that does not open, a
/// thinking block that may not stand where it does, a member that a Chat target gives and does not take.
/// </summary>
internal static class RejectedReasoning
{
    private static readonly string[] Words = ["signature", "encrypted_content", "encrypted content", "thinking", "reasoning"];

    internal static bool Is(int status, UpstreamErrorFacts facts) =>
        status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity
        && facts.Message is { } message
        && Array.Exists(Words, word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
