// Decides whether a signed file is to be believed.
using System.Text.Json;

namespace Router.Licensing;

/// <summary>
/// Layout, header, key, signature, claims, product, issuer and the scope of the key, in this order; the first that does not hold is the
/// reason. No network, no clock: what time means for a licence is <see cref="LicenseJudge"/>'s.
/// </summary>
internal sealed class LicenseVerifier(TrustedKeys keys)
{
    /// <summary>The most that a file may have.</summary>
    internal const int MostBytes = 64 * 1024;

    /// <summary>What the claim <c>product</c> says.</summary>
    internal const string Product = "router";

    internal TrustedKeys Keys => keys;

    /// <summary>A licence.</summary>
    internal Verified<LicenseTerms> License(ReadOnlySpan<byte> file) =>
        Verify(file, EnvelopeType.License, TermsReader.Read, terms => terms.Issuer, (scope, terms) => scope.ProblemWith(terms));

    /// <summary>A credit note; whether its key may add to a certain licence is <see cref="CreditNote.FateFor"/>'s.</summary>
    internal Verified<CreditNote> Credit(ReadOnlySpan<byte> file) =>
        Verify(file, EnvelopeType.Credit, CreditReader.Read, note => note.Issuer, (scope, note) => scope.ProblemWithTime(note.IssuedAt));

    /// <summary>
    /// A revocation list, for a deployment in an environment: a key that signs no licence for it must not end one either, nor bar later
    /// lists by a high epoch.
    /// </summary>
    /// <param name="environment">Null, for those who issue: any.</param>
    internal Verified<RevocationList> Revocations(ReadOnlySpan<byte> file, string? environment) => Verify(
        file, EnvelopeType.Revocations, RevocationReader.Read, list => list.Issuer,
        (scope, list) => scope.ProblemWithTime(list.IssuedAt)
            ?? (environment is null || scope.Covers(environment) ? null : $"the key signs for no environment {environment}"));

    /// <summary>A licence at a path.</summary>
    internal Verified<LicenseTerms> LicenseAt(string path) =>
        LicenseFile.Read(path, out var refusal) is { } bytes ? License(bytes) : refusal!;

    /// <summary>A credit note at a path.</summary>
    internal Verified<CreditNote> CreditAt(string path) =>
        LicenseFile.Read(path, out var refusal) is { } bytes ? Credit(bytes) : refusal!;

    /// <summary>A revocation list at a path.</summary>
    internal Verified<RevocationList> RevocationsAt(string path, string environment) =>
        LicenseFile.Read(path, out var refusal) is { } bytes ? Revocations(bytes, environment) : refusal!;

    private Verified<T> Verify<T>(
        ReadOnlySpan<byte> file,
        EnvelopeType type,
        Func<JsonElement, TrustedKey, List<string>, T> read,
        Func<T, string> issuer,
        Func<KeyScope, T, string?> outOfScope)
        where T : class
    {
        if (file.Length > MostBytes)
        {
            return new LicenseRefusal(LicenseReason.TooLarge, "the file has more than 64 KiB");
        }

        if (EnvelopeReader.Read(file, type, out var refusal) is not { } envelope)
        {
            return refusal!;
        }

        if (keys.Find(envelope.KeyId) is not { } key)
        {
            return new LicenseRefusal(LicenseReason.UnknownKey, "the key that kid names is not trusted here");
        }

        if (!key.Verifies(envelope.Signed, envelope.Signature))
        {
            return new LicenseRefusal(LicenseReason.Signature, "the signature does not hold");
        }

        return Believe(envelope.Payload, key, read, issuer, outOfScope);
    }

    private static Verified<T> Believe<T>(
        byte[] payload,
        TrustedKey key,
        Func<JsonElement, TrustedKey, List<string>, T> read,
        Func<T, string> issuer,
        Func<KeyScope, T, string?> outOfScope)
        where T : class
    {
        using var claims = StrictJson.Parse(payload, out var fault);
        if (claims is null)
        {
            return new LicenseRefusal(LicenseReason.Claims, $"the claims: {fault}");
        }

        var problems = new List<string>();
        var value = read(claims.RootElement, key, problems);
        if (problems.Count > 0)
        {
            return new LicenseRefusal(LicenseReason.Claims, string.Join("; ", problems));
        }

        if (!claims.RootElement.GetProperty("product").ValueEquals(Product))
        {
            return new LicenseRefusal(LicenseReason.Product, "the file is for another product");
        }

        if (key.Scope.Issuer is { } bound && bound != issuer(value))
        {
            return new LicenseRefusal(LicenseReason.Issuer, "iss is not the issuer that the key belongs to");
        }

        return outOfScope(key.Scope, value) is { } outside ? new LicenseRefusal(LicenseReason.KeyScope, outside) : value;
    }
}
