// How free a model is in calling tools.
namespace Router.Inference;

/// <summary>The mode of a <see cref="ToolChoice"/>.</summary>
internal enum ToolChoiceMode
{
    Auto,
    None,

    /// <summary>At least one call, of whichever tool.</summary>
    Required,

    /// <summary>The one tool named.</summary>
    Tool,
}
