// Makes the arguments of a call: valid for the tool's schema, and harmless when a client carries them out.
using System.Text.Json;

namespace Router.Simulator;

internal static class ToolArguments
{
    private static readonly HashSet<string> Shells = new(StringComparer.OrdinalIgnoreCase)
    {
        "shell", "local_shell", "shell_command", "container.exec", "exec", "exec_command", "bash", "run_command", "terminal",
    };

    private static readonly string[][] Commands = [["ls"], ["ls", "-a"]];

    internal static bool IsShell(SimulatedTool tool) => tool.Kind == ToolKind.Function && Shells.Contains(tool.Name);

    /// <param name="tool">The tool to call.</param>
    /// <param name="index">0 for the first call of a turn, 1 for the second.</param>
    internal static string Make(SimulatedTool tool, int index)
    {
        if (tool.Kind == ToolKind.Custom)
        {
            return "simulated input";
        }

        if (!tool.Schema.IsPresent())
        {
            return "{}";
        }

        var made = IsShell(tool)
            ? SchemaSampler.Sample(tool.Schema, (name, schema, json) => WriteCommand(name, schema, json, Commands[index % Commands.Length]))
            : SchemaSampler.Sample(tool.Schema);

        // A schema that leaves the kind open means an object all the same: arguments are nothing else.
        return made.StartsWith('{') ? made : "{}";
    }

    private static bool WriteCommand(string name, JsonElement schema, Utf8JsonWriter json, string[] command)
    {
        if (name is not ("command" or "cmd"))
        {
            return false;
        }

        if (schema.MemberText("type") == "array")
        {
            json.WriteStartArray();
            foreach (var word in command)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteStringValue(string.Join(' ', command));
        }

        return true;
    }
}
