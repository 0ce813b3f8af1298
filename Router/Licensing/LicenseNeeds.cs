// What a configuration asks of a licence.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>From the settings of a group to the features that it uses (licence section 4).</summary>
internal static class LicenseNeeds
{
    /// <summary>The features of a group as it is configured.</summary>
    internal static LicenseFeatures Of(ModelGroup group) => Of(
        group.Strategy.ToString().ToLowerInvariant(),
        filtersPii: false,
        hasContract: false,
        group.Targets.Any(target => target.Provider is { Private: true, Simulated: false }));

    /// <summary>The same from each setting that counts.</summary>
    /// <param name="strategy">As the configuration writes it.</param>
    internal static LicenseFeatures Of(string strategy, bool filtersPii, bool hasContract, bool hasPrivateTarget) =>
        LicenseFeatures.Routing
        | (strategy == "dynamic" ? LicenseFeatures.DynamicRouting : LicenseFeatures.None)
        | (strategy == "external" ? LicenseFeatures.ExternalPolicy : LicenseFeatures.None)
        | (filtersPii ? LicenseFeatures.PiiFiltering : LicenseFeatures.None)
        | (hasPrivateTarget ? LicenseFeatures.PrivateUpstreams : LicenseFeatures.None)
        | (hasContract ? LicenseFeatures.GroupContracts : LicenseFeatures.None);
}
