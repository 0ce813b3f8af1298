// The keys of `limits`, none of which is enforced yet.
namespace Router.Configuration;

/// <summary>Rates and budgets at four levels: known by name, and refused as soon as they say something.</summary>
internal static class LimitTable
{
    internal static SectionShape Shape { get; } = new(
        Unbuilt("default_caller", "Limits of a caller that has none of its own."),
        Unbuilt("callers", "Limits by caller."),
        Unbuilt("users", "Limits by user."),
        Unbuilt("projects", "Limits by project."),
        Unbuilt("groups", "Limits by group."),
        Unbuilt("allowed_regions", "Regions by project or group."));

    private static Setting Unbuilt(string name, string description) =>
        new(name, $"{description} Not available in this version.", new UnbuiltShape("object"), "{}");
}
