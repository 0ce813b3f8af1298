// What came of reading a configuration.
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>A snapshot, or every problem of the file.</summary>
internal sealed record LoadResult
{
    /// <summary>The configuration (revision 0); null when there are problems.</summary>
    internal RouterSnapshot? Snapshot { get; init; }

    /// <summary>
    /// The same as far as it could be read, with defaults where something is wrong: for what needs a part of it that is right. Null when the
    /// text is no section of keys.
    /// </summary>
    internal RouterSnapshot? Draft { get; init; }

    /// <summary>By line; empty when the configuration is good.</summary>
    internal required ImmutableArray<ConfigurationProblem> Problems { get; init; }

    /// <summary>What is allowed but probably not meant, or not acted on in this version. By line.</summary>
    internal ImmutableArray<ConfigurationProblem> Warnings { get; init; } = [];

    /// <summary>The text with every literal secret taken out; empty when there are problems.</summary>
    internal string RedactedText { get; init; } = "";

    /// <summary>
    /// Lower-case hex SHA-256 of the text and of everything it draws in (variables, files); equal for equal configurations.
    /// Empty when there are problems.
    /// </summary>
    internal string ContentHash { get; init; } = "";

    /// <summary>Absolute paths of the files that the configuration refers to and that were read, or were not there.</summary>
    internal ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Lines of the keys that need a restart, by path.</summary>
    internal FrozenDictionary<string, int> Lines { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>A configuration that could not even be read.</summary>
    internal static LoadResult Unreadable(string message) => new() { Problems = [new ConfigurationProblem(0, "", message)] };
}
