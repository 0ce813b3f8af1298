// The codings that a body may come in.
using System.IO.Compression;

namespace Router.Relay;

/// <summary>Of requests and of answers: the same ones, read in the same way.</summary>
internal static class ContentCodings
{
    /// <summary>The largest window that RFC 9659 lets a sender use, as a power of two: 8 MiB. What it takes is not counted with the body.</summary>
    private const int LargestZstdWindow = 23;

    private static readonly Func<Stream, Stream?> NotCoded = static _ => null;

    /// <summary>True for what <see cref="Decoder"/> gives for no coding at all.</summary>
    internal static bool IsNone(Func<Stream, Stream?> decoder) => ReferenceEquals(decoder, NotCoded);

    /// <summary>Null for a coding that is not known; a function that gives null for no coding at all.</summary>
    internal static Func<Stream, Stream?>? Decoder(string coding) => coding.Trim().ToLowerInvariant() switch
    {
        "" or "identity" => NotCoded,
        "gzip" or "x-gzip" => static body => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "br" => static body => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => static body => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        "zstd" => Zstd,
        _ => null,
    };

    private static ZstdSharp.DecompressionStream Zstd(Stream body)
    {
        var stream = new ZstdSharp.DecompressionStream(body, leaveOpen: true);
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindow);
        return stream;
    }

    /// <summary>True when the bytes are not what their coding says.</summary>
    internal static bool IsBroken(string coding, Exception failure) =>
        failure is InvalidDataException or ZstdSharp.ZstdException or EndOfStreamException

        // The Brotli stream says "invalid operation" where the others say "invalid data".
        || (failure is InvalidOperationException && coding.Contains("br", StringComparison.OrdinalIgnoreCase));
}
