// Base64url as these files have it: no padding, no stray bits.
using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Router.Licensing;

/// <summary>Decodes only what encodes to the same characters again.</summary>
internal static class Base64UrlText
{
    internal static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The bytes; null when the text is not the one way to write them.</summary>
    internal static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        // The framework's decoder passes over white space and takes padding; what it makes of either does not come back the same.
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, bytes, out var read, out var written) != OperationStatus.Done || read != text.Length)
        {
            return null;
        }

        bytes = bytes[..written];
        return Base64Url.EncodeToUtf8(bytes).AsSpan().SequenceEqual(text) ? bytes : null;
    }

    /// <summary>The same of a text.</summary>
    internal static byte[]? Decode(string text)
    {
        var ascii = new byte[text.Length];
        return Ascii.FromUtf16(text, ascii, out _) == OperationStatus.Done ? Decode(ascii) : null;
    }
}
