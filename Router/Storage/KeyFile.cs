// Random keys that this router makes for itself and keeps in its data folder.
using System.Security.Cryptography;

namespace Router.Storage;

/// <summary>One file a key, for the owner alone, its bytes and nothing else.</summary>
internal static class KeyFile
{
    /// <summary>The key at <paramref name="path"/>, made at the first start; null when what lies there is none of <paramref name="length"/> bytes.</summary>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    internal static byte[]? ReadOrMake(string path, int length)
    {
        if (!File.Exists(path))
        {
            Make(path, length);
        }

        using var file = PrivateFile.Open(path);
        var key = new byte[length];
        return file.Length == length && file.ReadAtLeast(key, length, throwOnEndOfStream: false) == length ? key : null;
    }

    private static void Make(string path, int length)
    {
        // Under another name first: a start that is cut off leaves no half of a key.
        var made = path + ".new";
        using (var file = PrivateFile.Open(made))
        {
            file.SetLength(0);
            file.Write(RandomNumberGenerator.GetBytes(length));
            file.Flush(flushToDisk: true);
        }

        File.Move(made, path);
    }
}
