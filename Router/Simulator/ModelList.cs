// Answers GET /v1/models in the style of the caller.
using System.Text.Json;

namespace Router.Simulator;

internal static class ModelList
{
    private static readonly string[] Names =
        ["simulated", .. SimulatorFaults.All.SelectMany(fault => new[] { fault.Model, fault.Model + SimulatorFaults.Once })];

    /// <summary>All models; any other name works as well.</summary>
    internal static void Write(Utf8JsonWriter json, bool anthropic)
    {
        json.WriteStartObject();
        if (!anthropic)
        {
            json.WriteString("object", "list");
        }

        json.WriteStartArray("data");
        foreach (var name in Names)
        {
            WriteOne(json, name, anthropic);
        }

        json.WriteEndArray();
        if (anthropic)
        {
            json.WriteBoolean("has_more", false);
            json.WriteString("first_id", Names[0]);
            json.WriteString("last_id", Names[^1]);
        }

        json.WriteEndObject();
    }

    internal static void WriteOne(Utf8JsonWriter json, string name, bool anthropic)
    {
        json.WriteStartObject();
        json.WriteString("id", name);
        if (anthropic)
        {
            json.WriteString("type", "model");
            json.WriteString("display_name", name);
            json.WriteString("created_at", "2026-01-01T00:00:00Z");
        }
        else
        {
            json.WriteString("object", "model");
            json.WriteNumber("created", 1767225600);
            json.WriteString("owned_by", "router-simulator");
        }

        json.WriteEndObject();
    }
}
