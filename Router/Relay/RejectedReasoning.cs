// Tells that a provider refused its own reasoning.
using Router.Dialects;

namespace Router.Relay;

/// <summary>
/// By the words of the services, which have no code for it: a signature that does not verify, encrypted content that does not open, a
/// thinking block that may not stand where it does, a member that a Chat target gives and does not take. Those that say 422 have checked
/// the members of the body, and many name the one at fault beside their words.
/// </summary>
internal static class RejectedReasoning
{
    private static readonly string[] Words = ["signature", "encrypted_content", "encrypted content", "thinking", "reasoning", "extra_content"];

    // A Chat service that names what it wants back and does not find is helped by no request that brings still less of it.
    private static readonly string[] Kept = ["reasoning_content", "thought_signature"];
    private static readonly string[] Wants = ["missing", "passed back"];

    /// <summary>True when it is a thought that a Chat service wants back of each answer, also of those that it did not give.</summary>
    internal static bool IsForThoughts(int status, UpstreamErrorFacts facts) =>
        status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity
        && facts.Message is { } message
        && message.Contains(Kept[0], StringComparison.OrdinalIgnoreCase) && Holds(message, Wants);

    internal static bool Is(int status, UpstreamErrorFacts facts) =>
        (status == StatusCodes.Status422UnprocessableEntity
            || (status == StatusCodes.Status400BadRequest && facts.Message is { } words && Holds(words, Words)))
        && !(facts.Message is { } message && Holds(message, Kept) && Holds(message, Wants));

    private static bool Holds(string message, string[] words) =>
        Array.Exists(words, word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
