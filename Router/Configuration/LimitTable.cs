// The keys of `limits`, none of which is enforced yet.
namespace Router.Configuration;

/// <summary>Rates and budgets at four levels: known by name, and refused as soon as they say something.</summary>
internal static class LimitTable
{
    internal static SectionShape Shape { get; } = new(
        UnbuiltShape.Key("default_caller", "Limits of a caller that has none of its own."),
        UnbuiltShape.Key("callers", "Limits by caller."),
        UnbuiltShape.Key("users", "Limits by user."),
        UnbuiltShape.Key("projects", "Limits by project."),
        UnbuiltShape.Key("groups", "Limits by group."),
        UnbuiltShape.Key("allowed_regions", "Regions by project or group."));
}
