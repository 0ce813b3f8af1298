// Reads tool_choice of the two OpenAI dialects.
using System.Text.Json;

namespace Router.Simulator;

/// <param name="Mode">Whether a call is wanted.</param>
/// <param name="Forced">The one tool to call, or null.</param>
/// <param name="Tools">The tools that may be called.</param>
internal sealed record OpenAIToolChoice(ToolMode Mode, string? Forced, IReadOnlyList<SimulatedTool> Tools)
{
    /// <summary>Chat nests a choice under its type (<c>function: {name}</c>), Responses is flat; both are read here.</summary>
    internal static OpenAIToolChoice Read(JsonElement choice, IReadOnlyList<SimulatedTool> tools)
    {
        if (choice.AsText() is { } word)
        {
            return new OpenAIToolChoice(ModeOf(word), null, tools);
        }

        var type = choice.MemberText("type") ?? "";
        var nested = choice.Member(type);
        var inner = nested.IsPresent() ? nested : choice;
        if (type == "allowed_tools")
        {
            var allowed = inner.Member("tools").Items().Select(NameOf).ToHashSet(StringComparer.Ordinal);
            return new OpenAIToolChoice(ModeOf(inner.MemberText("mode") ?? "auto"), null, [.. tools.Where(tool => allowed.Contains(tool.Name))]);
        }

        var named = type is "function" or "custom" ? inner.MemberText("name") : choice.MemberText("name");
        return new OpenAIToolChoice(named is null ? ToolMode.Auto : ToolMode.Required, named, tools);
    }

    private static string? NameOf(JsonElement tool) =>
        tool.MemberText("name") ?? tool.Member(tool.MemberText("type") ?? "").MemberText("name");

    private static ToolMode ModeOf(string word) => word switch
    {
        "none" => ToolMode.None,
        "required" => ToolMode.Required,
        _ => ToolMode.Auto,
    };
}
