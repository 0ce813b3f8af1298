// The headers of Messages that belong to fields of the body, and travel with them.
namespace Router.Tests.Conformance.Surfaces;

internal static class AnthropicHeaders
{
    /// <summary>Known ones and made-up ones: the lists are open (mapping section 6).</summary>
    public static IReadOnlyList<(string Name, string Value)> OfCaller { get; } =
    [
        ("anthropic-version", "2026-10-21"), ("anthropic-beta", "made-2026-01-01,made-2026-02-02"), ("anthropic-made", "made"),
        ("x-claude-code-made", "made"), ("idempotency-key", "made-key"),
    ];
}
