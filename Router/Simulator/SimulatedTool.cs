// A tool that the caller offered.
using System.Text.Json;

namespace Router.Simulator;

/// <param name="Name">As the caller wrote it.</param>
/// <param name="Kind">How it is called.</param>
/// <param name="Schema">The schema of its arguments; undefined when there is none.</param>
/// <param name="Namespace">The namespace tool it lies in, or null; such a tool is called only when it is forced.</param>
internal sealed record SimulatedTool(string Name, ToolKind Kind, JsonElement Schema, string? Namespace = null);
