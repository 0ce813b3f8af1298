// Names one of a caller's tools.
namespace Router.Inference;

/// <summary>As the caller knows it, whatever name is sent to a target.</summary>
/// <param name="Kind">What it takes.</param>
/// <param name="Name">Its name, decoded.</param>
/// <param name="Namespace">The Responses namespace it stands in.</param>
internal sealed record ToolReference(ToolKind Kind, string Name, string? Namespace = null);
