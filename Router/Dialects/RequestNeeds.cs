// What a request asks of a model beyond text.
namespace Router.Dialects;

/// <summary>What a target must be able to do to serve a request; the bits have the values of the capabilities in configuration.</summary>
[Flags]
internal enum RequestNeeds
{
    None = 0,
    Tools = 1,
    ParallelTools = 2,
    Images = 4,
    Documents = 8,
    StructuredOutputs = 16,
    Reasoning = 32,
}
