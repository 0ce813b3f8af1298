// Seals reasoning with its origin under one key.
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Turns what a provider wants back into an opaque, authenticated token that a caller carries from turn to turn (mapping 2.6). The same
/// payload gives the same token, so a conversation that is sent again is the same bytes again. Safe for any number of threads.
/// </summary>
/// <remarks>
/// AES-256-GCM. The nonce is a MAC of what is sealed, under a key of its own, so that no randomness is needed, equal payloads give equal
/// tokens, and different ones never share a nonce. Form: <c>rtr1.</c> and, in base64url, nonce, ciphertext and tag; sealed are the dialect,
/// the lengths and texts of provider and model, and the payload.
/// </remarks>
internal sealed class ReasoningSeal
{
    /// <summary>Bytes of the key that is handed in.</summary>
    internal const int KeyLength = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 5;

    private readonly byte[] _sealKey;
    private readonly byte[] _nonceKey;

    /// <param name="key">Random and secret; with another key the tokens of this one are worth nothing.</param>
    internal ReasoningSeal(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        _sealKey = Derive(key, "router reasoning seal 1"u8);
        _nonceKey = Derive(key, "router reasoning nonce 1"u8);
    }

    private static ReadOnlySpan<byte> Prefix => "rtr1."u8;

    /// <summary>The token, plain ASCII that needs no escapes in JSON.</summary>
    /// <param name="origin">Who made it.</param>
    /// <param name="payload"><see cref="SealedReasoning.Payload"/>.</param>
    internal byte[] Seal(ReasoningOrigin origin, ReadOnlySpan<byte> payload)
    {
        var provider = Encoding.UTF8.GetBytes(origin.Provider);
        var model = Encoding.UTF8.GetBytes(origin.Model);
        var length = HeadLength + provider.Length + model.Length + payload.Length;
        var plain = ArrayPool<byte>.Shared.Rent(length);
        var box = new byte[NonceLength + length + TagLength];
        var open = plain.AsSpan(0, length);
        open[0] = (byte)origin.Dialect;
        BinaryPrimitives.WriteUInt16LittleEndian(open[1..], checked((ushort)provider.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(open[3..], checked((ushort)model.Length));
        provider.CopyTo(open[HeadLength..]);
        model.CopyTo(open[(HeadLength + provider.Length)..]);
        payload.CopyTo(open[(length - payload.Length)..]);

        var nonce = box.AsSpan(0, NonceLength);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nonceKey, open, mac);
        mac[..NonceLength].CopyTo(nonce);
        using (var cipher = new AesGcm(_sealKey, TagLength))
        {
            cipher.Encrypt(nonce, open, box.AsSpan(NonceLength, length), box.AsSpan(NonceLength + length), Prefix);
        }

        ArrayPool<byte>.Shared.Return(plain);
        var token = new byte[Prefix.Length + Base64Url.GetEncodedLength(box.Length)];
        Prefix.CopyTo(token);
        Base64Url.EncodeToUtf8(box, token.AsSpan(Prefix.Length));
        return token;
    }

    /// <summary>True when <paramref name="token"/> has the form of a token of this router, whoever's key made it.</summary>
    internal static bool IsToken(ReadOnlySpan<byte> token) => token.StartsWith(Prefix);

    /// <summary>What is in the token; null when it is none, was altered, or was made with another key.</summary>
    /// <param name="token">The inside of a JSON string, as a caller sent it.</param>
    internal SealedReasoning? Open(ReadOnlySpan<byte> token)
    {
        if (token.Contains((byte)'\\'))
        {
            // A client may escape what needs no escape.
            using var unescaped = new PooledBuffer();
            JsonEscaping.Unescape(token, unescaped);
            return unescaped.WrittenSpan.Contains((byte)'\\') ? null : Open(unescaped.WrittenSpan);
        }

        if (!IsToken(token) || !Base64Url.IsValid(token[Prefix.Length..], out var boxLength) || boxLength < NonceLength + HeadLength + TagLength)
        {
            return null;
        }

        var box = new byte[boxLength];
        if (!Base64Url.TryDecodeFromUtf8(token[Prefix.Length..], box, out var written) || written != boxLength)
        {
            return null;
        }

        var open = new byte[boxLength - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(_sealKey, TagLength);
            cipher.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, open.Length), box.AsSpan(NonceLength + open.Length), open, Prefix);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Read(open);
    }

    private static SealedReasoning? Read(byte[] open)
    {
        var providerLength = BinaryPrimitives.ReadUInt16LittleEndian(open.AsSpan(1));
        var modelLength = BinaryPrimitives.ReadUInt16LittleEndian(open.AsSpan(3));
        var payloadStart = HeadLength + providerLength + modelLength;
        if (payloadStart > open.Length || !Enum.IsDefined((Dialect)open[0]))
        {
            return null;
        }

        var origin = new ReasoningOrigin(
            Encoding.UTF8.GetString(open, HeadLength, providerLength),
            Encoding.UTF8.GetString(open, HeadLength + providerLength, modelLength),
            (Dialect)open[0]);
        return new SealedReasoning(origin, open.AsMemory(payloadStart));
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> purpose)
    {
        var derived = new byte[KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, key, derived, purpose);
        return derived;
    }
}
