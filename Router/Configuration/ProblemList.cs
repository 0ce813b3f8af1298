// Collects every mistake of one reading.
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>Problems (or warnings) found so far.</summary>
internal sealed class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];

    internal int Count => _problems.Count;

    internal void Add(int line, string path, string message) => _problems.Add(new ConfigurationProblem(line, path, message));

    /// <summary>By line; those of one line in the order they were found.</summary>
    internal ImmutableArray<ConfigurationProblem> Sorted() => _problems.Count == 0 ? [] : [.. _problems.OrderBy(problem => problem.Line)];

    /// <summary>A piece of the file as a message may show it: short, and without control characters.</summary>
    internal static string Shown(string text) => Printable(text.Length > 64 ? text[..64] + "…" : text);

    /// <summary>A text without control characters.</summary>
    internal static string Printable(string text) => string.Create(text.Length, text, static (span, value) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(value[i]) || char.IsSurrogate(value[i]) ? '?' : value[i];
        }
    });

    /// <summary>The path of a key below another.</summary>
    internal static string Join(string path, string key) => path.Length == 0 ? Shown(key) : $"{path}.{Shown(key)}";
}
