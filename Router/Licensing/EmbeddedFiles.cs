// The files of licenses/ that were built into the program.
namespace Router.Licensing;

/// <summary>Resources <c>licenses/…</c>: public keys and plan templates.</summary>
internal static class EmbeddedFiles
{
    /// <summary>The names under a folder, in ordinal order.</summary>
    internal static IReadOnlyList<string> List(string folder) =>
    [
        .. typeof(EmbeddedFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of one.</summary>
    internal static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{name}' is not built into this program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
