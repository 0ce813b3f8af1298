// One mistake in the configuration.
using System.Text.Json;

namespace Router.Configuration;

/// <summary>A mistake with its place: <paramref name="Line"/> counts from 1 (0: no line), <paramref name="Path"/> is like <c>groups.default.targets[0].model</c>.</summary>
internal sealed record ConfigurationProblem(int Line, string Path, string Message)
{
    /// <summary>Writes a list of problems under a name, for programs.</summary>
    internal static void Write(Utf8JsonWriter json, string name, IEnumerable<ConfigurationProblem> problems)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteNumber("line", problem.Line);
            json.WriteString("path", problem.Path);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>line 12: groups.default.strategy: …</c></summary>
    public override string ToString() => $"{(Line > 0 ? $"line {Line}: " : "")}{(Path.Length > 0 ? $"{Path}: " : "")}{Message}";
}
