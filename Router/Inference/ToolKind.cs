// The two kinds of tools that a caller runs itself.
namespace Router.Inference;

/// <summary>What a tool takes.</summary>
internal enum ToolKind
{
    /// <summary>Arguments after a JSON schema.</summary>
    Function,

    /// <summary>Free text, perhaps after a grammar.</summary>
    Custom,
}
