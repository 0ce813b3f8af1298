// The pages of the documentation as they lie in the repository, taken apart.
using System.Text.RegularExpressions;
using Router.Tests.Architecture;

namespace Router.Tests.Admin;

internal static partial class DocumentationText
{
    public const string Folder = "Router/Docs";

    /// <summary>All pages with their text.</summary>
    public static IEnumerable<(string File, string Text)> Pages() => SourceTree.FilesUnder(Folder)
        .Where(path => path.EndsWith(".md", StringComparison.Ordinal))
        .Select(path => (Path.GetFileName(path), SourceTree.Read(path)));

    public static string Page(string file) => SourceTree.Read($"{Folder}/{file}");

    /// <summary>The blocks of code of a page, with the words behind their opening fence.</summary>
    public static IEnumerable<(string Marks, string Code)> Blocks(string text) =>
        Block().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    /// <summary>The cells of the rows of all tables.</summary>
    public static IEnumerable<string[]> Rows(string text) =>
        Row().Matches(text).Select(match => match.Groups[1].Value.Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex("^```([^\n]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
