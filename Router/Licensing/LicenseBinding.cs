// What this router is, for a licence that is bound.
using System.Security.Cryptography;
using System.Text;
using Router.Configuration;

namespace Router.Licensing;

/// <summary>The deployment as the configuration names it.</summary>
internal sealed class LicenseBinding(string environment, string deploymentId, Secret fingerprint)
{
    private const int HashLength = 32;

    /// <summary>The binding of a configuration.</summary>
    internal static LicenseBinding Of(LicenseSettings settings) => new(settings.Environment, settings.DeploymentId, settings.Fingerprint);

    /// <summary>The hash that stands in a licence for a fingerprint. Without the <c>jti</c>, so that a renewal needs no new one.</summary>
    internal static string Hash(string customerId, string? deploymentId, string fingerprint) => Base64UrlText.Encode(
        SHA256.HashData(Encoding.UTF8.GetBytes($"router-binding-v1\0{customerId}\0{deploymentId}\0{fingerprint}")));

    /// <summary>True for the form that <see cref="Hash"/> has.</summary>
    internal static bool IsHash(string text) => Base64UrlText.Decode(text) is { Length: HashLength };

    /// <summary>Which of them does not match: <c>deployment_id</c>, <c>environment</c> or <c>fingerprint</c>; null when the binding holds.</summary>
    internal string? Mismatch(LicenseTerms terms)
    {
        var deployment = terms.Deployment;
        return deployment.DeploymentId is { } wanted && wanted != deploymentId ? "deployment_id"
            : !deployment.Environments.Contains(environment, StringComparer.Ordinal) ? "environment"
            : !deployment.Fingerprints.IsDefault && !deployment.Fingerprints.Contains(HashFor(terms), StringComparer.Ordinal) ? "fingerprint"
            : null;
    }

    /// <summary><c>matched</c>, <c>mismatch</c>, or <c>none</c> for a licence that names neither a deployment nor fingerprints.</summary>
    internal string Word(LicenseTerms terms) =>
        Mismatch(terms) is not null ? "mismatch"
        : terms.Deployment.DeploymentId is null && terms.Deployment.Fingerprints.IsDefault ? "none"
        : "matched";

    // The deployment is the one of the licence: an absent id is empty there.
    private string HashFor(LicenseTerms terms) => Hash(terms.CustomerId, terms.Deployment.DeploymentId, fingerprint.Reveal());
}
