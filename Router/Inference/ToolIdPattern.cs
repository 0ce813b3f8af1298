// What the id of a tool call may look like.
namespace Router.Inference;

/// <summary>The trait <c>toolIdPattern</c>.</summary>
internal enum ToolIdPattern
{
    Any,

    /// <summary>Letters, digits, <c>_</c> and <c>-</c> (Messages).</summary>
    Word,

    /// <summary>Exactly nine letters or digits (some Chat vendors).</summary>
    NineAlphanumerics,
}
