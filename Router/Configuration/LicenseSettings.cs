// Where the licence lies and what it is bound to.
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary><c>license</c> of the configuration (licence.md). Paths are absolute.</summary>
internal sealed record LicenseSettings(
    string Path,
    ImmutableArray<string> TrustedKeys,
    string Environment,
    string DeploymentId,
    Secret Fingerprint,
    string Revocations,
    string LeasePath,
    string Credits);
