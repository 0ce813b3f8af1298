// How capabilities are written.
namespace Router.Configuration;

/// <summary>The words of <c>capabilities</c>.</summary>
internal static class CapabilityNames
{
    private static readonly (ModelCapabilities Flag, string Name)[] All =
    [
        (ModelCapabilities.Tools, "tools"),
        (ModelCapabilities.ParallelTools, "parallel_tools"),
        (ModelCapabilities.Images, "images"),
        (ModelCapabilities.Documents, "documents"),
        (ModelCapabilities.StructuredOutputs, "structured_outputs"),
        (ModelCapabilities.Reasoning, "reasoning"),
    ];

    /// <summary>The names of the flags that are set.</summary>
    internal static IEnumerable<string> Of(ModelCapabilities flags) =>
        All.Where(entry => flags.HasFlag(entry.Flag)).Select(entry => entry.Name);

    /// <summary>The flag of a name that is one of them.</summary>
    internal static ModelCapabilities Parse(string name) => Array.Find(All, entry => entry.Name == name).Flag;
}
