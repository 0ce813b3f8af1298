// The keys of `license`.
namespace Router.Configuration;

/// <summary>Where the licence lies and what it is bound to.</summary>
internal static class LicenseTable
{
    private static readonly Setting Location = new(
        "path", "The licence file; beside other data when not set (data_dir/license.json).", Values.PathText, "data/license.json");

    internal static readonly Setting TrustedKeys = new(
        "trusted_keys", "Files with public keys that replace the built-in ones.", new ListShape(Values.RequiredPath("a file")), "[]");

    private static readonly Setting Environment = new(
        "environment", "What this deployment is for.",
        Values.Choice(["development", "evaluation", "staging", "production"]), "development");

    private static readonly Setting DeploymentId = new(
        "deployment_id", "Name of this deployment, as the licence has it.", Values.Id(128), "local");

    private static readonly Setting Fingerprint = new(
        "fingerprint", "A word of the operator's that the licence may be bound to; a secret.", Values.SecretText, "\"\"");

    private static readonly Setting Revocations = new(
        "revocations", "File with the list of revoked licences.", Values.PathText, "\"\"");

    internal static readonly Setting LeasePath = new(
        "lease_path", "File in which the processes of one host are counted (data_dir/leases.db when not set).", Values.PathText, "data/leases.db");

    private static readonly Setting Credits = new(
        "credits", "Folder of credit notes (beside the licence when not set).", Values.PathText, "data/credits");

    internal static SectionShape Shape { get; } =
        new(Location, TrustedKeys, Environment, DeploymentId, Fingerprint, Revocations, LeasePath, Credits);

    /// <summary>Files that are not named lie in the data folder, wherever that was put.</summary>
    internal static LicenseSettings Read(SectionView license, string dataDirectory)
    {
        var path = license.Written(Location) ?? Path.Combine(dataDirectory, "license.json");
        return new LicenseSettings(
            path,
            [.. license.Values<string>(TrustedKeys).Select(key => key.Value)],
            license.Get<string>(Environment),
            license.Get<string>(DeploymentId),
            license.Get<Secret>(Fingerprint),
            license.Get<string>(Revocations),
            license.Written(LeasePath) ?? Path.Combine(dataDirectory, "leases.db"),
            license.Written(Credits) ?? Path.Combine(Path.GetDirectoryName(path) ?? dataDirectory, "credits"));
    }
}
