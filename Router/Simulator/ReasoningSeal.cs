// Signs reasoning, so that only the simulator's own comes back.
using System.Security.Cryptography;
using System.Text;

namespace Router.Simulator;

/// <summary>
/// Thinking signatures and encrypted content: an HMAC under a key that every simulator shares, because a
/// conversation may outlive the process. It keeps nothing secret; it shows whether a client or a router
/// altered what must come back unchanged.
/// </summary>
internal static class ReasoningSeal
{
    private const int NonceLength = 16;

    private static readonly byte[] Key = SHA256.HashData("router simulator reasoning seal 1"u8);

    internal static string Sign(string text, string seed)
    {
        var nonce = SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, NonceLength);
        Span<byte> token = stackalloc byte[NonceLength + SHA256.HashSizeInBytes];
        nonce.CopyTo(token);
        Mac(nonce, text, token[NonceLength..]);
        return Convert.ToBase64String(token);
    }

    internal static bool Verify(string text, string signature)
    {
        Span<byte> token = stackalloc byte[NonceLength + SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signature, token, out var written) || written != token.Length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Mac(token[..NonceLength], text, expected);
        return CryptographicOperations.FixedTimeEquals(expected, token[NonceLength..]);
    }

    private static void Mac(ReadOnlySpan<byte> nonce, string text, Span<byte> destination)
    {
        var signed = new byte[nonce.Length + Encoding.UTF8.GetByteCount(text)];
        nonce.CopyTo(signed);
        Encoding.UTF8.GetBytes(text, signed.AsSpan(nonce.Length));
        HMACSHA256.HashData(Key, signed, destination);
    }
}
