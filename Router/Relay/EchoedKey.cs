// Takes a provider's own key out of what its upstream says.
using System.Globalization;
using System.Text;
using Router.Configuration;
using Router.Dialects;

namespace Router.Relay;

/// <summary>
/// Some services repeat the key that they refuse or could not use. It is the operator's, whatever it looks like; so is what the fixed headers
/// of the provider hold, but for those that name a version or a feature of the service.
/// </summary>
internal static class EchoedKey
{
    private const string Mark = "[redacted]";

    /// <summary>A shorter key would be found in ordinary words.</summary>
    private const int Shortest = 8;

    private static readonly string[] Plain = ["anthropic-version", "anthropic-beta", "openai-beta", "user-agent"];

    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Token "];

    /// <summary>True when <paramref name="said"/> holds a key, as it is or with the escapes that JSON may write it with.</summary>
    internal static bool IsIn(Provider provider, ReadOnlySpan<byte> said)
    {
        var plain = said.Contains((byte)'\\') ? WithoutEscapes(said) : [];
        foreach (var key in KeysOf(provider))
        {
            var bytes = Encoding.UTF8.GetBytes(key);
            if (said.IndexOf(bytes) >= 0 || plain.IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when <paramref name="said"/>, the value of a header, holds a key. Allocates nothing.</summary>
    internal static bool IsIn(Provider provider, string said)
    {
        if (Holds(said, provider.ApiKey.Reveal()))
        {
            return true;
        }

        foreach (var (name, value) in provider.Headers)
        {
            if (!Plain.Contains(name, StringComparer.OrdinalIgnoreCase) && Holds(said, SecretOf(value)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same words without a key.</summary>
    internal static UpstreamErrorFacts BlotOut(Provider provider, UpstreamErrorFacts facts) => KeysOf(provider).Aggregate(
        facts, (said, key) => said with { Message = Without(key, said.Message), Code = Without(key, said.Code), Param = Without(key, said.Param) });

    private static IEnumerable<string> KeysOf(Provider provider) => provider.Headers
        .Where(header => !Plain.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => SecretOf(header.Value))
        .Prepend(provider.ApiKey.Reveal()).Where(key => key.Length >= Shortest);

    /// <summary>What of a header's value is the secret: a service that repeats it may leave the scheme out.</summary>
    private static string SecretOf(string value) =>
        Array.Find(Schemes, scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } scheme ? value[scheme.Length..] : value;

    private static bool Holds(string said, string key) => key.Length >= Shortest && said.Contains(key, StringComparison.Ordinal);

    private static string? Without(string key, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var blotted = text.Replace(key, Mark, StringComparison.Ordinal);

        // What was said is bounded, and the bound may lie within the key.
        for (var length = Math.Min(key.Length - 1, blotted.Length); length >= Shortest; length--)
        {
            if (blotted.AsSpan().EndsWith(key.AsSpan(0, length)))
            {
                return blotted[..^length] + Mark;
            }
        }

        return blotted;
    }

    /// <summary>
    /// The bytes with each escape of a sign of ASCII replaced by the sign, and other escapes by something that no key holds. Forgiving, for what
    /// an upstream says may be no JSON.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutEscapes(ReadOnlySpan<byte> said)
    {
        var plain = new byte[said.Length];
        var length = 0;
        for (var at = 0; at < said.Length; at++)
        {
            var sign = said[at];
            if (sign == '\\' && at + 1 < said.Length)
            {
                sign = said[++at];
                if (sign == 'u' && at + 4 < said.Length && ushort.TryParse(said.Slice(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    sign = code < 0x80 ? (byte)code : (byte)0;
                    at += 4;
                }
            }

            plain[length++] = sign;
        }

        return plain.AsSpan(0, length);
    }
}
