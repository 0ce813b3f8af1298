// Hashes ids with a key of this router.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Router.Inference;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// The key lies in the data folder and not in the ledger, so a copy of the ledger does not tell who used a known id. The project is hashed
/// with the id: the same id of two projects has two hashes, and neither can take the other's place.
/// </summary>
internal sealed class IdHasher
{
    private const int KeyBytes = 32;
    private const string FileName = "stored-ids.key";

    private readonly byte[] _key;

    private IdHasher(byte[] key) => _key = key;

    /// <summary>Reads the key, or makes one at the first start (mode 0600). The ledger's lock must be held.</summary>
    /// <exception cref="IOException">It cannot be read or made, or it is no key.</exception>
    internal static IdHasher Open(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
        {
            Make(path);
        }

        using var file = PrivateFile.Open(path);
        var key = new byte[KeyBytes];
        return file.Length == KeyBytes && file.ReadAtLeast(key, KeyBytes, throwOnEndOfStream: false) == KeyBytes
            ? new IdHasher(key)
            : throw new IOException(
                $"The key {path} is damaged: restore it, or remove it and start again; then what callers keep at providers counts as unknown.");
    }

    /// <summary>The hash of an id of at most <see cref="StoredId.MostCharacters"/>.</summary>
    internal IdHash Of(StoredIdKind kind, string project, string id)
    {
        // Its UTF-16 code units, so that ids that differ in what is no text still differ.
        var projectBytes = MemoryMarshal.AsBytes(project.AsSpan());
        var idBytes = MemoryMarshal.AsBytes(id.AsSpan());
        Span<byte> input = stackalloc byte[1 + sizeof(int) + projectBytes.Length + idBytes.Length];
        input[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(input[1..], projectBytes.Length);
        projectBytes.CopyTo(input[(1 + sizeof(int))..]);
        idBytes.CopyTo(input[(1 + sizeof(int) + projectBytes.Length)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, input, hash);
        return IdHash.Read(hash);
    }

    private static void Make(string path)
    {
        // Under another name first: a start that is cut off leaves no half of a key.
        var made = path + ".new";
        using (var file = PrivateFile.Open(made))
        {
            file.SetLength(0);
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        File.Move(made, path);
    }
}
