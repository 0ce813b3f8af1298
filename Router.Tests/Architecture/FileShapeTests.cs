// A file is small, says what it is for, and holds one type that is named like it.
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Architecture;

public sealed partial class FileShapeTests
{
    private const int MostLines = 400;

    private static readonly string[] Generators = ["[LoggerMessage", "[GeneratedRegex", "JsonSerializerContext", "[LibraryImport"];

    [Fact]
    public void The_first_line_says_what_the_file_is_for() =>
        Breaking((_, lines) => !lines[0].StartsWith("// ", StringComparison.Ordinal)).Should().BeEmpty();

    [Fact]
    public void No_file_is_longer_than_one_sitting() => Breaking((_, lines) => lines.Length > MostLines).Should().BeEmpty();

    [Fact]
    public void One_top_level_type_is_in_a_file_and_the_file_has_its_name() => Breaking((path, lines) =>
    {
        var types = lines.Select(line => TopLevelType().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);
        return !Path.GetFileName(path).Equals("Program.cs", StringComparison.Ordinal)
            && !types.SequenceEqual([Path.GetFileNameWithoutExtension(path)]);
    }).Should().BeEmpty();

    [Fact]
    public void The_namespace_is_the_folder() => Breaking((path, lines) =>
    {
        var folder = Path.GetDirectoryName(path)!.Replace('\\', '.').Replace('/', '.');
        return !Path.GetFileName(path).Equals("Program.cs", StringComparison.Ordinal) && !lines.Contains($"namespace {folder};");
    }).Should().BeEmpty();

    [Fact]
    public void There_are_no_regions() =>
        Breaking((_, lines) => lines.Any(line => line.TrimStart().StartsWith("#" + "region", StringComparison.Ordinal))).Should().BeEmpty();

    [Fact]
    public void Types_are_partial_only_for_a_generator() => Breaking((_, lines) =>
        lines.Any(line => PartialType().IsMatch(line)) && !lines.Any(line => Generators.Any(line.Contains))).Should().BeEmpty();

    [Fact]
    public void No_name_says_nothing() => Breaking((path, lines) =>
        EmptyName().IsMatch(Path.GetFileNameWithoutExtension(path)) || lines.Any(line => EmptyTypeName().IsMatch(line))).Should().BeEmpty();

    private static IEnumerable<string> Breaking(Func<string, string[], bool> broken) =>
        SourceTree.CSharpFiles().Where(path => broken(path, SourceTree.Read(path).TrimEnd('\n').Split('\n')));

    [GeneratedRegex(@"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|record(?: struct| class)?|interface|enum|delegate \S+) (\w+)")]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"\bpartial (?:class|struct|record|interface) ")]
    private static partial Regex PartialType();

    [GeneratedRegex("(?:Helpers?|Managers?|Util|Utils|Utilities)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum) \w*(?:Helpers?|Managers?|Util|Utils|Utilities)\b")]
    private static partial Regex EmptyTypeName();
}
