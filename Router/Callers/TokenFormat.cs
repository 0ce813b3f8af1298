// The form of the tokens that the router mints.
using System.Buffers;
using System.Numerics;

namespace Router.Callers;

/// <summary>
/// <c>rtr_ID_SECRET</c> for callers, <c>rta_ID_SECRET</c> for administrators: the secret is 43 base-62 digits (256 bits) and 6
/// more of a CRC-32C over everything before them. The form only helps to explain a token that is not known: any text may be
/// a token, and the look-up is by hash alone.
/// </summary>
internal static class TokenFormat
{
    internal const int SecretLength = 43;
    internal const int ChecksumLength = 6;
    internal const int PrefixLength = 4;

    /// <summary>An id of 64 characters and the number that rotation puts behind it.</summary>
    internal const int MaxIdLength = 80;

    private static readonly SearchValues<char> SecretCharacters = SearchValues.Create(Base62.Digits);
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(Base62.Digits + "_.-");

    /// <summary>The first four characters of a token of this kind.</summary>
    internal static string Prefix(TokenKind kind) => kind switch
    {
        TokenKind.Caller => "rtr_",
        TokenKind.Admin => "rta_",
    };

    /// <summary>Has the text the form of a minted token, whether or not its checksum holds?</summary>
    internal static bool LooksMinted(ReadOnlySpan<char> text) => TryFindId(text, out _);

    /// <summary>Has the text the form of a minted token, and are its characters those that were minted?</summary>
    internal static bool ChecksumHolds(ReadOnlySpan<char> text)
    {
        if (!TryFindId(text, out _))
        {
            return false;
        }

        Span<char> expected = stackalloc char[ChecksumLength];
        Base62.Write32(Checksum(text[..^ChecksumLength]), expected);
        return text.EndsWith(expected, StringComparison.Ordinal);
    }

    /// <summary>The id inside a minted token. An id may hold underscores and a secret none, so the last one parts them.</summary>
    internal static bool TryFindId(ReadOnlySpan<char> text, out ReadOnlySpan<char> id)
    {
        id = default;
        var last = text.LastIndexOf('_');
        if (last <= PrefixLength
            || !(text.StartsWith("rtr_", StringComparison.Ordinal) || text.StartsWith("rta_", StringComparison.Ordinal)))
        {
            return false;
        }

        ReadOnlySpan<char> secret = text[(last + 1)..];
        if (secret.Length != SecretLength + ChecksumLength || secret.ContainsAnyExcept(SecretCharacters))
        {
            return false;
        }

        id = text[PrefixLength..last];
        return IsId(id);
    }

    /// <summary>May this stand as the id inside a token?</summary>
    internal static bool IsId(ReadOnlySpan<char> id) => id.Length is >= 1 and <= MaxIdLength && !id.ContainsAnyExcept(IdCharacters);

    /// <summary>CRC-32C of ASCII text.</summary>
    internal static uint Checksum(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        foreach (var character in text)
        {
            crc = BitOperations.Crc32C(crc, (byte)character);
        }

        return ~crc;
    }
}
