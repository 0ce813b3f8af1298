// The files of the repository that rules are held against.
using Router.Tests.Support;

namespace Router.Tests.Architecture;

internal static class SourceTree
{
    private static readonly string[] NotSource = ["bin", "obj", "out", "data", "node_modules", ".git", ".dotnet", "TestResults"];

    /// <summary>All files under a folder of the repository, as paths with forward slashes from its root.</summary>
    public static IEnumerable<string> FilesUnder(string folder) => Walk(new DirectoryInfo(RepositoryRoot.At(folder)))
        .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file.FullName).Replace('\\', '/'));

    /// <summary>The C# files of the product and of the tests.</summary>
    public static IEnumerable<string> CSharpFiles() =>
        FilesUnder("Router").Concat(FilesUnder("Router.Tests")).Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The folders of Router/ that hold code.</summary>
    public static IEnumerable<string> Rooms() => CSharpFiles()
        .Select(path => path.Split('/'))
        .Where(words => words is ["Router", _, _, ..])
        .Select(words => words[1])
        .Distinct(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(RepositoryRoot.At(path));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(file => !NotSource.Contains(file.Name, StringComparer.Ordinal)) // .git is a file in a second working tree
        .Concat(folder.EnumerateDirectories()
            .Where(inner => !NotSource.Contains(inner.Name, StringComparer.Ordinal))
            .SelectMany(Walk));
}
