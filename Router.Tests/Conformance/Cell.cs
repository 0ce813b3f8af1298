// One pair of dialects: what the caller speaks, and what the upstream speaks.
namespace Router.Tests.Conformance;

/// <param name="Cases">Makes its cases from the recordings of the upstream's dialect; null while the router does not serve the pair.</param>
internal sealed record Cell(string Caller, string Upstream, Func<IEnumerable<Recording>, IEnumerable<Case>>? Cases)
{
    private static readonly string[] Dialects = ["openai-chat", "openai-responses", "anthropic-messages"];

    /// <summary>All nine; a pair that the router comes to serve gets its cases here.</summary>
    public static IReadOnlyList<Cell> All { get; } =
        [.. Dialects.SelectMany(caller => Dialects.Select(upstream => new Cell(caller, upstream, CasesOf(caller, upstream))))];

    private static Func<IEnumerable<Recording>, IEnumerable<Case>>? CasesOf(string caller, string upstream) =>
        (caller, upstream) == ("openai-chat", "openai-chat") ? ChatCases.From : null;
}
