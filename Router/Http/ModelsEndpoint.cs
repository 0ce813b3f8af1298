// GET /v1/models: the groups and aliases that a caller may use.
using System.Text.Json;
using Router.Callers;
using Router.Configuration;
using Router.Inference;
using Router.Relay;

namespace Router.Http;

/// <summary>
/// Entries in the OpenAI shape, or the Anthropic one when <c>anthropic-version</c> is sent (mapping section 6), with Codex's own list in
/// the same document.
/// </summary>
internal sealed class ModelsEndpoint(ConfigurationState configuration, CallerGate gate, RequestIds ids, TimeProvider time)
{
    private readonly DateTimeOffset _created = time.GetUtcNow();

    /// <summary>The list.</summary>
    internal Task ListAsync(HttpContext http) => AnswerAsync(http, (models, anthropic) => Plain.JsonAsync(http, time, json =>
    {
        if (!anthropic)
        {
            json.WriteString("object"u8, "list"u8);
        }

        json.WriteStartArray("data"u8);
        foreach (var (name, _) in models)
        {
            json.WriteStartObject();
            Write(json, name, anthropic);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (anthropic)
        {
            json.WriteBoolean("has_more"u8, false);
            json.WriteString("first_id"u8, models.Count > 0 ? models[0].Name : null);
            json.WriteString("last_id"u8, models.Count > 0 ? models[^1].Name : null);
        }

        CodexModels.Write(json, models);
    }));

    /// <summary>One entry.</summary>
    internal Task GetAsync(HttpContext http) => AnswerAsync(http, (models, anthropic) =>
    {
        // Routing leaves this one escape as it is, and no name holds a percent sign.
        var id = (http.Request.RouteValues["id"]?.ToString() ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return models.Exists(model => model.Name == id)
            ? Plain.JsonAsync(http, time, json => Write(json, id, anthropic))
            : WriteErrorAsync(http, anthropic, Refusals.UnknownModel(id));
    });

    private Task AnswerAsync(HttpContext http, Func<List<(string Name, ModelGroup Group)>, bool, Task> answer)
    {
        var anthropic = http.Request.Headers.ContainsKey("anthropic-version");
        var snapshot = configuration.Current;
        if (gate.Identify(http.Request, snapshot, out var caller) is { } denied)
        {
            return WriteErrorAsync(http, anthropic, denied);
        }

        CallerAnswer.WriteRequestId(http.Response, DialectOf(anthropic), ids.Next());
        return answer(ModelsFor(caller!, snapshot), anthropic);
    }

    private Task WriteErrorAsync(HttpContext http, bool anthropic, RouterError error) =>
        CallerAnswer.WriteErrorAsync(http, DialectOf(anthropic), ids.Next(), error, http.RequestAborted);

    private static Dialect DialectOf(bool anthropic) => anthropic ? Dialect.AnthropicMessages : Dialect.OpenAIChat;

    private static List<(string Name, ModelGroup Group)> ModelsFor(CallerIdentity caller, RouterSnapshot snapshot)
    {
        var models = new List<(string, ModelGroup)>();
        foreach (var group in snapshot.Groups)
        {
            if (caller.MayUse(group.Name))
            {
                models.Add((group.Name, group));
                models.AddRange(group.Aliases.Select(alias => (alias, group)));
            }
        }

        return models;
    }

    private void Write(Utf8JsonWriter json, string name, bool anthropic)
    {
        json.WriteString("id"u8, name);
        if (anthropic)
        {
            json.WriteString("type"u8, "model"u8);
            json.WriteString("display_name"u8, name);
            json.WriteString("created_at"u8, UtcText.Of(_created));
        }
        else
        {
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, _created.ToUnixTimeSeconds());
            json.WriteString("owned_by"u8, "router"u8);
        }
    }
}
