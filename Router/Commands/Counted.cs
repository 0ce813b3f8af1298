// Numbers of things in sentences.
namespace Router.Commands;

/// <summary>A number with its noun: <c>1 group</c>, <c>2 groups</c>.</summary>
internal static class Counted
{
    /// <param name="many">The plural, where an s is not enough.</param>
    internal static string Of(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
