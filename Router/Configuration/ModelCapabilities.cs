// What a model can do.
namespace Router.Configuration;

/// <summary>The <c>capabilities</c> of a model; absent in the configuration means <see cref="All"/>.</summary>
[Flags]
internal enum ModelCapabilities
{
    None = 0,
    Tools = 1,
    ParallelTools = 2,
    Images = 4,
    Documents = 8,
    StructuredOutputs = 16,
    Reasoning = 32,
    All = Tools | ParallelTools | Images | Documents | StructuredOutputs | Reasoning,
}
