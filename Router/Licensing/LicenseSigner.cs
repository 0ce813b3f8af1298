// Makes signed files.
using System.Text;

namespace Router.Licensing;

/// <summary>Writes the one layout that <see cref="EnvelopeReader"/> takes.</summary>
internal static class LicenseSigner
{
    /// <summary>The whole file, with a line feed at its end.</summary>
    /// <param name="claims">UTF-8 of the claims; signed as they are, so check them before.</param>
    internal static byte[] Sign(EnvelopeType type, ReadOnlySpan<byte> claims, SigningKey key)
    {
        var header = Base64UrlText.Encode(Encoding.UTF8.GetBytes(
            $$"""{"alg":"{{EnvelopeReader.Algorithm}}","crit":["{{EnvelopeReader.VersionMember}}"],"kid":"{{key.Public.Id}}","{{EnvelopeReader.VersionMember}}":{{EnvelopeReader.Version}},"typ":"{{type.Word()}}"}"""));
        var payload = Base64UrlText.Encode(claims);
        var signature = Base64UrlText.Encode(key.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}")));
        return Encoding.ASCII.GetBytes($$"""{"payload":"{{payload}}","protected":"{{header}}","signature":"{{signature}}"}""" + "\n");
    }
}
