// What one reading of the configuration is given and what it gathers.
using System.Security.Cryptography;
using System.Text;

namespace Router.Configuration;

/// <summary>Environment, folder and problems of one reading, and everything outside the file that the result depends on.</summary>
internal sealed class LoadContext(string baseDirectory, Func<string, string?> environment)
{
    /// <summary>The most bytes a file named by <c>file:PATH</c> or a certificate may have.</summary>
    internal const int MaxReferencedBytes = 1 << 20;

    internal ProblemList Problems { get; } = new();

    internal ProblemList Warnings { get; } = new();

    /// <summary>The variables asked for, null when not set.</summary>
    internal SortedDictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that were read, with the SHA-256 of their content.</summary>
    internal SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Values that stand where a secret belongs.</summary>
    internal List<ConfigNode.Scalar> Secrets { get; } = [];

    /// <summary>A path of the file as an absolute one.</summary>
    internal string FullPath(string path) => Path.GetFullPath(path, baseDirectory);

    /// <summary>Expands the variables of a value; false when that failed, with the problem added.</summary>
    internal bool Expand(ConfigNode.Scalar scalar, string path)
    {
        var mistakes = new List<string>();
        scalar.Text = VariableExpansion.Expand(scalar.Raw, Lookup, mistakes);
        foreach (var mistake in mistakes)
        {
            Problems.Add(scalar.Line, path, mistake);
        }

        return mistakes.Count == 0;
    }

    /// <summary>
    /// The content of a referenced file as text, without what editors put around it (a mark of the byte order before, line ends and blanks
    /// behind), or what is wrong with it.
    /// </summary>
    internal (string Text, string? Error) ReadText(string path)
    {
        var (bytes, error) = ReadBytes(path);
        if (error is not null)
        {
            return ("", error);
        }

        try
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF').TrimEnd('\r', '\n', ' '), null);
        }
        catch (ArgumentException)
        {
            return ("", $"the file {ProblemList.Shown(path)} is not UTF-8 text");
        }
    }

    /// <summary>The content of a referenced file, or what is wrong with it. The result depends on it from now on.</summary>
    internal (byte[] Bytes, string? Error) ReadBytes(string path)
    {
        var full = FullPath(path);
        try
        {
            if (!File.Exists(full))
            {
                Files[full] = "";
                return ([], Directory.Exists(full) ? $"{ProblemList.Shown(path)} is a folder, not a file" : $"the file {ProblemList.Shown(path)} does not exist");
            }

            using var stream = RegularFile.Open(full);
            if (stream is null)
            {
                Files[full] = "";
                return ([], $"the file {ProblemList.Shown(path)} is empty, or no regular file");
            }

            var buffer = new byte[MaxReferencedBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxReferencedBytes)
            {
                return ([], $"the file {ProblemList.Shown(path)} is larger than {MaxReferencedBytes} bytes");
            }

            var bytes = buffer[..length];
            Files[full] = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return (bytes, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return ([], $"the file {ProblemList.Shown(path)} cannot be read: {RegularFile.Why(unreadable)}");
        }
    }

    private string? Lookup(string name)
    {
        var value = environment(name);
        Variables[name] = value;
        return value;
    }
}
