// The list of models that Codex reads.
using System.Text.Json;
using Router.Configuration;

namespace Router.Http;

/// <summary>
/// <c>models</c> of the model list. There is no <c>base_instructions</c>: the agent's own prompt is the agent's, and an empty one sent
/// from here would replace it.
/// </summary>
internal static class CodexModels
{
    private static readonly (string Effort, string Description)[] Efforts =
        [("low", "Answers sooner"), ("medium", "Balances speed and depth"), ("high", "Thinks longest")];

    internal static void Write(Utf8JsonWriter json, List<(string Name, ModelGroup Group)> models)
    {
        json.WriteStartArray("models"u8);
        var priority = 0;
        foreach (var (name, group) in models)
        {
            json.WriteStartObject();
            json.WriteString("slug"u8, name);
            json.WriteString("display_name"u8, name);
            json.WriteString("description"u8, $"Model group {group.Name}");
            WriteEfforts(json, group);
            json.WriteString("visibility"u8, "list"u8);
            json.WriteBoolean("supported_in_api"u8, true);
            json.WriteNumber("priority"u8, priority++);
            json.WriteBoolean("supports_parallel_tool_calls"u8, AllCan(group, ModelCapabilities.ParallelTools));

            // Any target may serve, so the smallest window is the one that holds.
            var window = group.Targets.Select(target => target.Model.ContextTokens).Where(tokens => tokens > 0).DefaultIfEmpty().Min();
            if (window > 0)
            {
                json.WriteNumber("context_window"u8, window);
            }
            else
            {
                json.WriteNull("context_window"u8);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEfforts(Utf8JsonWriter json, ModelGroup group)
    {
        json.WriteStartArray("supported_reasoning_levels"u8);
        if (AllCan(group, ModelCapabilities.Reasoning))
        {
            foreach (var (effort, description) in Efforts)
            {
                json.WriteStartObject();
                json.WriteString("effort"u8, effort);
                json.WriteString("description"u8, description);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static bool AllCan(ModelGroup group, ModelCapabilities capability) =>
        group.Targets.All(target => target.Model.Capabilities.HasFlag(capability));
}
