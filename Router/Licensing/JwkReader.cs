// Reads keys from JWK files.
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Router.Licensing;

/// <summary>One JWK, or several in a set (<c>keys</c>), each with an optional <c>router_scope</c>; members of RFC 7517 that say nothing here may be there.</summary>
internal static class JwkReader
{
    /// <summary>The member with the scope.</summary>
    internal const string ScopeMember = "router_scope";

    private const int CoordinateLength = 32;
    private const int MostText = 128;

    /// <summary>Public keys; a private one is refused, whatever it is good for.</summary>
    internal static KeyReading ReadPublic(ReadOnlyMemory<byte> utf8)
    {
        using var document = StrictJson.Parse(utf8, out var fault);
        if (document is null)
        {
            return KeyReading.Bad(fault);
        }

        var root = document.RootElement;
        if (root.TryGetProperty("keys", out var set))
        {
            return set.ValueKind != JsonValueKind.Array || set.GetArrayLength() == 0
                ? KeyReading.Bad("keys is a list of keys")
                : Join([.. set.EnumerateArray().Select(key => ReadOne(key, wantPrivate: false))]);
        }

        return ReadOne(root, wantPrivate: false);
    }

    /// <summary>The one private key of a file.</summary>
    internal static KeyReading ReadPrivate(ReadOnlyMemory<byte> utf8)
    {
        using var document = StrictJson.Parse(utf8, out var fault);
        return document is null ? KeyReading.Bad(fault) : ReadOne(document.RootElement, wantPrivate: true);
    }

    private static KeyReading Join(KeyReading[] readings) =>
        Array.Find(readings, reading => reading.Problem is not null) ?? new KeyReading([.. readings.SelectMany(reading => reading.Keys)], null, null);

    private static KeyReading ReadOne(JsonElement jwk, bool wantPrivate)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
        {
            return KeyReading.Bad("a key is an object");
        }

        if (jwk.TryGetProperty("d", out _) != wantPrivate)
        {
            return KeyReading.Bad(wantPrivate ? "this is no private key: it has no member d" : "this is a private key (it has a member d), and a public one is wanted");
        }

        var problems = new List<string>();
        var key = new ClaimsObject(jwk, "", problems);
        key.Word("kty", "EC");
        key.Word("crv", "P-256");
        var (x, y) = (key.Text("x", MostText), key.Text("y", MostText));
        var d = wantPrivate ? key.Text("d", MostText) : null;
        var kid = key.OptionalText("kid", MostText);
        var scope = key.OptionalObject(ScopeMember) is { } written ? ReadScope(written) : KeyScope.Everything;
        if (key.Has("alg"))
        {
            key.Word("alg", EnvelopeReader.Algorithm);
        }

        if (problems.Count > 0)
        {
            return KeyReading.Bad(string.Join("; ", problems));
        }

        string?[] numbers = [x, y, d ?? x];
        if (!numbers.All(number => Base64UrlText.Decode(number!) is { Length: CoordinateLength }))
        {
            return KeyReading.Bad("x, y and d are base64url of 32 bytes each");
        }

        return Make(new JsonWebKey { Kty = "EC", Crv = "P-256", X = x, Y = y, D = d }, kid, scope);
    }

    private static KeyReading Make(JsonWebKey key, string? kid, KeyScope scope)
    {
        try
        {
            var trusted = new TrustedKey(new JsonWebKey { Kty = key.Kty, Crv = key.Crv, X = key.X, Y = key.Y }, scope);
            return kid is not null && kid != trusted.Id
                ? KeyReading.Bad("kid is not the thumbprint (RFC 7638, SHA-256) of the key")
                : new KeyReading([trusted], key.D is null ? null : Signing(key, trusted), null);
        }
        catch (CryptographicException)
        {
            return KeyReading.Bad("the numbers are no key on P-256");
        }
    }

    // A private number that does not belong to the public ones would sign what nobody can verify.
    private static SigningKey Signing(JsonWebKey key, TrustedKey trusted)
    {
        var signing = new SigningKey(key, trusted);
        byte[] probe = [1];
        return trusted.Verifies(probe, signing.Sign(probe)) ? signing : throw new CryptographicException();
    }

    private static KeyScope ReadScope(ClaimsObject scope)
    {
        var read = new KeyScope(
            scope.OptionalText("iss", MostText),
            scope.OptionalTime("not_before"),
            scope.OptionalTime("not_after"),
            List("environments"),
            List("modes"),
            List("features"),
            scope.OptionalCount("max_days", 36_500),
            scope.OptionalFlag("loopback_only"));
        scope.Close();
        return read;

        System.Collections.Immutable.ImmutableArray<string> List(string name) =>
            scope.OptionalTexts(name, 0, 64) is { } texts ? [.. texts] : default;
    }
}
