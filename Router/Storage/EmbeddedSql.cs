// The SQL files of sql/, as they were built into the program.
using System.Collections.Concurrent;
using System.Reflection;

namespace Router.Storage;

/// <summary>Reads statements and migrations from the resources <c>sql/…</c>; each is read once.</summary>
internal static class EmbeddedSql
{
    private const string Root = "sql/";
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text of one file, for example <c>sqlite/tokens/insert.sql</c>.</summary>
    /// <exception cref="InvalidOperationException">No such file was built in; the message names it.</exception>
    internal static string Text(string path) => Texts.GetOrAdd(path, Read);

    /// <summary>The names of all files under a folder, in ordinal order, each in the form that <see cref="Text"/> takes.</summary>
    internal static IReadOnlyList<string> List(string folder)
    {
        // The resource names of a Windows build hold back slashes below the first folder.
        var names = typeof(EmbeddedSql).Assembly.GetManifestResourceNames()
            .Select(Slashed)
            .Where(name => name.StartsWith(Root + folder, StringComparison.Ordinal))
            .Select(name => name[Root.Length..])
            .ToList();
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static string Read(string path)
    {
        Assembly assembly = typeof(EmbeddedSql).Assembly;
        var wanted = Root + path;
        var name = Array.Find(assembly.GetManifestResourceNames(), candidate => Slashed(candidate) == wanted)
            ?? throw new InvalidOperationException($"The SQL file '{wanted}' is not built into this program.");
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Slashed(string name) => name.Replace('\\', '/');
}
