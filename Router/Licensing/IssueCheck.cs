// What is wrong with claims before they are signed.
using System.Text.Json;

namespace Router.Licensing;

/// <summary>
/// Lists everything for which <see cref="LicenseVerifier"/> would refuse the file, where that stops at the first, and what it would let pass
/// without a use: features of a name that this program does not know.
/// </summary>
internal static class IssueCheck
{
    /// <summary>The problems of a licence's claims; empty when they may be signed.</summary>
    internal static IReadOnlyList<string> License(ReadOnlyMemory<byte> claims, TrustedKey key)
    {
        using var document = StrictJson.Parse(claims, out var fault);
        if (document is null)
        {
            return [fault];
        }

        var problems = new List<string>();
        var terms = TermsReader.Read(document.RootElement, key, problems);
        var readable = problems.Count == 0;
        problems.AddRange(terms.UnknownFeatures.Select(name => $"features: there is no feature {name}"));
        Common(document.RootElement, terms.Issuer, key, problems);
        if (readable)
        {
            problems.AddRange(key.Scope.ProblemsWith(terms));
        }

        return problems;
    }

    private static void Common(JsonElement claims, string issuer, TrustedKey key, List<string> problems)
    {
        if (claims.TryGetProperty("product", out var product)
            && !(product.ValueKind == JsonValueKind.String && product.ValueEquals(LicenseVerifier.Product)))
        {
            problems.Add($"product is {LicenseVerifier.Product}");
        }

        if (issuer.Length > 0 && key.Scope.Issuer is { } bound && bound != issuer)
        {
            problems.Add($"iss is {bound}, the issuer that the key belongs to");
        }
    }
}
