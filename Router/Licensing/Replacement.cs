// A file at the licence's path that is not the licence in force.
namespace Router.Licensing;

/// <summary>Shown to administrators until the file is taken up, or is again the one in force.</summary>
/// <param name="State"><c>pending</c>: it takes over by itself when its time comes; <c>refused</c>.</param>
/// <param name="Reason">Why it is refused: the reason of its file, or its own state; null when it is pending.</param>
internal sealed record Replacement(string State, string? Reason);
