// Tells a running router at once that another process has changed the tokens.
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Router.Storage;

namespace Router.Callers;

/// <summary>
/// A 64-bit stamp in a small file beside the ledger (<c>LEDGER.tokens</c>), mapped into the memory of every process that uses
/// it, so that looking costs no system call. Whoever has committed a change writes a stamp never used before.
/// </summary>
/// <remarks>
/// A random stamp, not a counter: two processes that add 1 at once could both write the same number, and the reader that saw
/// the first would miss the second.
/// </remarks>
internal sealed class TokenGeneration : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Action<Span<byte>> _random;

    /// <param name="ledgerPath">The ledger's file; the stamp lies beside it.</param>
    /// <param name="random">Fills a span with unpredictable bytes; the system's cryptographic source when null.</param>
    /// <exception cref="IOException">The file cannot be made or mapped.</exception>
    internal TokenGeneration(string ledgerPath, Action<Span<byte>>? random = null)
    {
        _random = random ?? RandomNumberGenerator.Fill;
        FileStream stream = PrivateFile.Open(ledgerPath + ".tokens");
        try
        {
            if (stream.Length < sizeof(long))
            {
                stream.SetLength(sizeof(long));
            }

            _file = MemoryMappedFile.CreateFromFile(
                stream, null, sizeof(long), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    /// <summary>The stamp now. Whoever loads the tokens reads it before, and loads again once it is another.</summary>
    internal long Read() => _view.ReadInt64(0);

    /// <summary>Says that the tokens have changed; called after the commit.</summary>
    internal void Advance()
    {
        var before = Read();
        var stamp = before;
        while (stamp == before)
        {
            _random(MemoryMarshal.AsBytes(new Span<long>(ref stamp)));
        }

        _view.Write(0, stamp);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
