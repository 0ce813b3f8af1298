// Where a licence may be used.
using System.Collections.Immutable;

namespace Router.Licensing;

/// <summary>The claim <c>deployment</c>.</summary>
/// <param name="Mode"><c>self_hosted</c>, <c>private_managed</c> or <c>development</c>; shown.</param>
/// <param name="DeploymentId">The one deployment it is for; null: any.</param>
/// <param name="MaxInstances">Processes that may hold a lease at once; null: any number.</param>
/// <param name="Fingerprints">Hashes of the fingerprints it is bound to; default (not empty) means no list was given.</param>
internal sealed record LicenseDeployment(
    string Mode, string? DeploymentId, ImmutableArray<string> Environments, long? MaxInstances, ImmutableArray<string> Fingerprints);
