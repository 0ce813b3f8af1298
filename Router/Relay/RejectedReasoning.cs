// Tells that a provider refused its own reasoning.
using Router.Dialects;

namespace Router.Relay;

/// <summary>
/// By the words of the services, which have no code for it: a signature that does not verify, encrypted content that does not open, a
/// thinking block that may not stand where it does.
/// </summary>
internal static class RejectedReasoning
{
    private static readonly string[] Words = ["signature", "encrypted_content", "encrypted content", "thinking", "reasoning"];

    internal static bool Is(int status, UpstreamErrorFacts facts) =>
        status == StatusCodes.Status400BadRequest
        && facts.Message is { } message
        && Array.Exists(Words, word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
