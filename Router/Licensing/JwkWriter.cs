// Makes a pair of keys and writes it as JWK.
using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Router.Licensing;

/// <summary>Both halves carry <c>kid</c> and <c>router_scope</c>, so that what signs knows what it may sign.</summary>
internal static class JwkWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>A new pair; the private text goes into a file for its owner alone and nowhere else.</summary>
    internal static (byte[] Private, byte[] Public, string KeyId) MakePair(KeyScope scope)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var numbers = key.ExportParameters(includePrivateParameters: true);
        var id = JwkReader.ReadPublic(Write(numbers, null, scope, withPrivate: false)).Keys[0].Id;
        return (Write(numbers, id, scope, withPrivate: true), Write(numbers, id, scope, withPrivate: false), id);
    }

    private static byte[] Write(ECParameters numbers, string? id, KeyScope scope, bool withPrivate)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", Base64UrlText.Encode(numbers.Q.X));
            json.WriteString("y", Base64UrlText.Encode(numbers.Q.Y));
            if (withPrivate)
            {
                json.WriteString("d", Base64UrlText.Encode(numbers.D));
            }

            if (id is not null)
            {
                json.WriteString("kid", id);
            }

            WriteScope(json, scope);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteScope(Utf8JsonWriter json, KeyScope scope)
    {
        json.WriteStartObject(JwkReader.ScopeMember);
        if (scope.Issuer is not null)
        {
            json.WriteString("iss", scope.Issuer);
        }

        WriteNumber(json, "not_before", scope.NotBefore);
        WriteNumber(json, "not_after", scope.NotAfter);
        WriteList(json, "environments", scope.Environments);
        WriteList(json, "modes", scope.Modes);
        WriteList(json, "features", scope.Features);
        WriteNumber(json, "max_days", scope.MaxDays);
        if (scope.LoopbackOnly)
        {
            json.WriteBoolean("loopback_only", true);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } there)
        {
            json.WriteNumber(name, there);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> list)
    {
        if (list.IsDefault)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in list)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
