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
    private static readonly string[] Thoughts = ["reasoning_content"];
    private static readonly string[] Kept = [.. Thoughts, "thought_signature"];
    private static readonly string[] Missing = ["missing", "passed back"];

    /// <summary>
    /// True when the request may do without its reasoning. A Chat service that names what it wants back and does not find is helped by no
    /// request that brings still less of it.
    /// </summary>
    internal static bool Is(int status, UpstreamErrorFacts facts) =>
        (status == StatusCodes.Status422UnprocessableEntity || (status == StatusCodes.Status400BadRequest && Names(facts, Words)))
        && !(Names(facts, Kept) && Names(facts, Missing));

    /// <summary>True when it is a thought that a Chat service wants back of each answer, also of those that it did not give.</summary>
    internal static bool IsForThoughts(int status, UpstreamErrorFacts facts) =>
        status is StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity
        && Names(facts, Thoughts) && Names(facts, Missing);

    private static bool Names(UpstreamErrorFacts facts, string[] words) =>
        facts.Message is { } message && Array.Exists(words, word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
