// The hash by which a token is known; the token itself is never kept.
using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Router.Configuration;

/// <summary>SHA-256 of the whole token text (UTF-8), as a value that can key a table without allocating.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The hash of a token as it stands in a credential header.</summary>
    internal static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> utf8 = stackalloc byte[token.Length <= 512 ? Encoding.UTF8.GetMaxByteCount(token.Length) : 0];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (token.Length <= 512)
        {
            SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], digest);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(token.ToArray()), digest);
        }

        return Of32(digest);
    }

    /// <summary>Reads 64 lower-case hex digits; false for anything else.</summary>
    internal static bool TryParse(ReadOnlySpan<char> hex, out TokenHash hash)
    {
        hash = default;
        if (hex.Length != 64 || hex.ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        hash = Of32(Convert.FromHexString(hex));
        return true;
    }

    /// <summary>Compares whole values, so that the time it takes tells nothing about where two hashes differ.</summary>
    public bool Equals(TokenHash other) => ((A ^ other.A) | (B ^ other.B) | (C ^ other.C) | (D ^ other.D)) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)A;

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    private static TokenHash Of32(ReadOnlySpan<byte> digest) => new(
        BinaryPrimitives.ReadUInt64BigEndian(digest),
        BinaryPrimitives.ReadUInt64BigEndian(digest[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(digest[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(digest[24..]));
}
