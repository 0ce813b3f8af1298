// router.yaml → snapshot, or the list of everything that is wrong with it.
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Router.Configuration;

/// <summary>Reads a configuration: text → tree → checked tree → snapshot.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads a file; relative paths in it are relative to its folder.</summary>
    internal static LoadResult Load(string path, Func<string, string?> environment)
    {
        var (text, error) = ConfigurationFile.Read(path);
        return text is null
            ? LoadResult.Unreadable(error)
            : LoadText(text, Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath("."), environment);
    }

    /// <summary>Reads a text as if it lay in <paramref name="baseDirectory"/>, which must be absolute.</summary>
    internal static LoadResult LoadText(string text, string baseDirectory, Func<string, string?> environment)
    {
        var context = new LoadContext(baseDirectory, environment);
        if (Encoding.UTF8.GetByteCount(text) > ConfigurationFile.MaxBytes)
        {
            return LoadResult.Unreadable(ConfigurationFile.TooLarge);
        }

        // To the parser it is the end of the text, so that a damaged file would be a short one.
        if (text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
        {
            context.Problems.Add(1 + text.AsSpan(0, nul).Count('\n'), "", "holds a NUL character: the file is damaged, or no text");
        }

        text = text.TrimStart('\uFEFF');
        var root = YamlTree.Read(text, context.Problems);
        var snapshot = root is null ? null : RootTable.Read(root, context);
        if (root is null || context.Problems.Count > 0)
        {
            return new LoadResult
            {
                Draft = snapshot,
                Problems = context.Problems.Sorted(),
                Warnings = context.Warnings.Sorted(),
                Files = [.. context.Files.Keys],
            };
        }

        var redacted = SecretRedaction.Redact(text, root, context.Secrets);
        return new LoadResult
        {
            Snapshot = snapshot,
            Draft = snapshot,
            Problems = [],
            Warnings = context.Warnings.Sorted(),
            RedactedText = redacted,
            ContentHash = Hash(redacted, context),
            Files = [.. context.Files.Keys],
            Lines = LinesOf(root),
        };
    }

    /// <summary>
    /// Of the redacted text and the secrets apart from each other, so that a secret put back in other quotes (as a rollback does)
    /// makes no other configuration.
    /// </summary>
    private static string Hash(string redacted, LoadContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string kind, string value)
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            hash.AppendData(Encoding.UTF8.GetBytes($"{kind}:{bytes.Length}\n"));
            hash.AppendData(bytes);
        }

        Add("text", redacted);
        foreach (var secret in context.Secrets)
        {
            Add("secret", secret.Raw);
        }

        foreach (var (name, value) in context.Variables)
        {
            Add(value is null ? "unset" : "set", value is null ? name : $"{name}={value}");
        }

        foreach (var (path, digest) in context.Files)
        {
            Add("file", $"{path}={digest}");
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static FrozenDictionary<string, int> LinesOf(ConfigNode.Mapping root)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (path, _) in RootTable.NeedRestart)
        {
            lines.Add(path, LineOf(root, path));
        }

        return lines.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static int LineOf(ConfigNode.Mapping root, string path)
    {
        ConfigNode? node = root;
        var line = 0;
        foreach (var key in path.Split('.'))
        {
            node = (node as ConfigNode.Mapping)?.Find(key);
            line = node?.Line ?? line;
        }

        return line;
    }
}
