// Takes a signed file apart, byte for byte as licence section 1 has it.
using System.Text.Json;

namespace Router.Licensing;

/// <summary>Reads the layout and the protected header; any other way to write either is refused, also where a general reader would not mind.</summary>
internal static class EnvelopeReader
{
    /// <summary>The one algorithm there is.</summary>
    internal const string Algorithm = "ES256";

    /// <summary>The member of the header that carries <see cref="Version"/>, named by <c>crit</c>.</summary>
    internal const string VersionMember = "rtr_v";

    /// <summary>The version of the format.</summary>
    internal const long Version = 1;

    private const int SignatureLength = 64;

    private static readonly string[] HeaderMembers = ["alg", "crit", "kid", "rtr_v", "typ"];

    /// <summary>The parts of a file of the wanted kind; null with the refusal when it is none.</summary>
    internal static LicenseEnvelope? Read(ReadOnlySpan<byte> file, EnvelopeType wanted, out LicenseRefusal? refusal)
    {
        if (Split(file) is not var (signed, protectedHeader, payload, signature))
        {
            refusal = new LicenseRefusal(LicenseReason.Layout, "the file is not the one line that a signed file is");
            return null;
        }

        (var type, var keyId, refusal) = ReadHeader(protectedHeader);
        if (refusal is null && type != wanted)
        {
            refusal = new LicenseRefusal(LicenseReason.Type, $"this is a {type.Word()}, and a {wanted.Word()} is wanted");
        }

        if (refusal is null && signature.Length != SignatureLength)
        {
            refusal = new LicenseRefusal(LicenseReason.Signature, "the signature has not 64 bytes");
        }

        return refusal is null ? new LicenseEnvelope(keyId, signed, signature, payload) : null;
    }

    /// <summary>Header and claims as they stand, for showing them; null when the layout does not hold.</summary>
    internal static (byte[] Header, byte[] Payload)? Peek(ReadOnlySpan<byte> file) =>
        Split(file) is var (_, header, payload, _) ? (header, payload) : null;

    private static (byte[] Signed, byte[] Header, byte[] Payload, byte[] Signature)? Split(ReadOnlySpan<byte> file)
    {
        if (file.EndsWith("\n"u8))
        {
            file = file[..^1];
        }

        if (!Take(ref file, "{\"payload\":\""u8) || !TakeText(ref file, out var payload)
            || !Take(ref file, "\",\"protected\":\""u8) || !TakeText(ref file, out var header)
            || !Take(ref file, "\",\"signature\":\""u8) || !TakeText(ref file, out var signature)
            || !file.SequenceEqual("\"}"u8)
            || Base64UrlText.Decode(payload) is not { } payloadBytes
            || Base64UrlText.Decode(header) is not { } headerBytes
            || Base64UrlText.Decode(signature) is not { } signatureBytes)
        {
            return null;
        }

        byte[] signed = [.. header, (byte)'.', .. payload];
        return (signed, headerBytes, payloadBytes, signatureBytes);
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        var there = rest.StartsWith(expected);
        rest = there ? rest[expected.Length..] : rest;
        return there;
    }

    private static bool TakeText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        var end = rest.IndexOf((byte)'"');
        text = end > 0 ? rest[..end] : default;
        rest = end > 0 ? rest[end..] : rest;
        return end > 0;
    }

    private static (EnvelopeType Type, string KeyId, LicenseRefusal? Refusal) ReadHeader(byte[] utf8)
    {
        using var document = StrictJson.Parse(utf8, out var fault);
        if (document is null)
        {
            return Refuse(LicenseReason.Header, $"the protected header: {fault}");
        }

        var header = document.RootElement;
        if (!header.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal).SequenceEqual(HeaderMembers))
        {
            return Refuse(LicenseReason.Header, $"the protected header has just the members {string.Join(", ", HeaderMembers)}");
        }

        if (Text(header, "alg") != Algorithm)
        {
            return Refuse(LicenseReason.Algorithm, $"alg is {Algorithm} and nothing else");
        }

        var typ = Text(header, "typ");
        var types = Enum.GetValues<EnvelopeType>().Where(type => type.Word() == typ).ToArray();
        if (types is not [var found])
        {
            return Refuse(LicenseReason.Type, "typ names no kind of file that this program reads");
        }

        var crit = header.GetProperty("crit");
        if (crit.ValueKind != JsonValueKind.Array || crit.GetArrayLength() != 1 || !crit[0].ValueEqualsText(VersionMember)
            || !StrictJson.TryWholeNumber(header.GetProperty(VersionMember), out var version) || version != Version)
        {
            return Refuse(LicenseReason.Critical, $"crit is [\"{VersionMember}\"] and {VersionMember} is {Version}");
        }

        return Text(header, "kid") is { } kid
            ? (found, kid, null)
            : Refuse(LicenseReason.Header, "kid is a text");
    }

    private static string? Text(JsonElement header, string name) =>
        header.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool ValueEqualsText(this JsonElement element, string text) =>
        element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    private static (EnvelopeType, string, LicenseRefusal?) Refuse(LicenseReason reason, string detail) =>
        (default, "", new LicenseRefusal(reason, detail));
}
