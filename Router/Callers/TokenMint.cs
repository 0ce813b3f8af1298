// Makes the texts of new tokens.
using System.Security.Cryptography;
using Router.Configuration;

namespace Router.Callers;

/// <summary>Mints tokens in the form of <see cref="TokenFormat"/>.</summary>
/// <param name="random">Fills a span with unpredictable bytes; the system's cryptographic source when null.</param>
internal sealed class TokenMint(Action<Span<byte>>? random = null)
{
    private readonly Action<Span<byte>> _random = random ?? RandomNumberGenerator.Fill;

    /// <summary>A fresh token.</summary>
    /// <param name="id">What stands between prefix and secret; see <see cref="TokenFormat.IsId"/>.</param>
    internal (string Text, TokenHash Hash) Mint(TokenKind kind, string id)
    {
        if (!TokenFormat.IsId(id))
        {
            throw new ArgumentException("Not an id of a token.", nameof(id));
        }

        Span<byte> secret = stackalloc byte[32];
        Span<char> text = stackalloc char[TokenFormat.PrefixLength + id.Length + 1 + TokenFormat.SecretLength + TokenFormat.ChecksumLength];
        TokenFormat.Prefix(kind).CopyTo(text);
        id.CopyTo(text[TokenFormat.PrefixLength..]);
        var secretAt = TokenFormat.PrefixLength + id.Length + 1;
        text[secretAt - 1] = '_';
        _random(secret);
        Base62.Write256(secret, text[secretAt..]);
        Base62.Write32(TokenFormat.Checksum(text[..^TokenFormat.ChecksumLength]), text[^TokenFormat.ChecksumLength..]);
        var minted = (text.ToString(), TokenHash.Of(text));
        CryptographicOperations.ZeroMemory(secret);
        text.Clear();
        return minted;
    }

    /// <summary>An id for a token that was given none: 8 letters and digits.</summary>
    internal string NewId()
    {
        Span<byte> number = stackalloc byte[32];
        Span<char> digits = stackalloc char[TokenFormat.SecretLength];
        _random(number);
        Base62.Write256(number, digits);
        return digits[^8..].ToString();
    }
}
