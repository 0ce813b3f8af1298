// The body of an upstream's error that came compressed.
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>The router names no coding that it would take, but some gateways compress whatever they send.</summary>
internal static class CodedError
{
    /// <summary>The coding that the body of an answer came in; null when it came in none.</summary>
    internal static string? CodingOf(HttpResponseMessage response) =>
        UpstreamSender.Header(response.Content.Headers, "content-encoding") is { Length: > 0 } coding
        && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? coding
            : null;

    /// <summary>The body of an error as text: <paramref name="body"/> itself, or decoded into <paramref name="plain"/>; null when it cannot be decoded.</summary>
    internal static async ValueTask<PooledBuffer?> ReadAsync(HttpResponseMessage response, PooledBuffer body, PooledBuffer plain) =>
        CodingOf(response) is not { } coding ? body
        : await TryDecodeAsync(coding, body.WrittenMemory, plain).ConfigureAwait(false) ? plain
        : null;

    /// <summary>Decodes <paramref name="body"/> into <paramref name="plain"/>; false, and nothing in it, when that cannot be done within its bound.</summary>
    private static async ValueTask<bool> TryDecodeAsync(string coding, ReadOnlyMemory<byte> body, PooledBuffer plain)
    {
        if (ContentCodings.Decoder(coding) is not { } decode)
        {
            return false;
        }

        try
        {
            using var packed = new MemoryStream(body.ToArray(), writable: false);
            var decoded = decode(packed)!;
            await using (decoded.ConfigureAwait(false))
            {
                int read;
                while (!plain.IsOverflow && (read = await decoded.ReadAsync(plain.GetMemory(1)).ConfigureAwait(false)) > 0)
                {
                    plain.Advance(read);
                }
            }

            return plain.Length > 0;
        }
        catch (Exception failure) when (ContentCodings.IsBroken(coding, failure))
        {
            plain.Reset();
            return false;
        }
    }
}
