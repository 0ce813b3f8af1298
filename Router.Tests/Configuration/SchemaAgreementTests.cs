// What `router check` takes, an editor with the schema takes: every key with many ways to write a value.
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Json.Schema;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class SchemaAgreementTests
{
    private const string Hole = "\"?\"";

    private static readonly JsonObject Schema = JsonNode.Parse(ConfigurationSchema.Json())!.AsObject();

    private static readonly string[] Values =
    [
        "", "~", "null", "0", "0.0", "0s", "5", "-5", "+5", "1.5", "1e3", "true", "false", "''", "\"\"", "\"5\"", "\"0\"", "x", "a b", "30s", "100ms",
        "365d", "2026-11-01", "a/b", "file:nothing", "HTTP://127.0.0.1:1", "https://H", "HTTPS://host/x/", "SOCKS5://h:1", "simulator", "bearer", "static",
        "openai-chat", "header:X-Key", "/v1/x", "*", "\"${X:-}\"", "\"${X:-5}\"", "\"${X:-true}\"", "\"${X:-30s}\"", "\"${X:-https://h}\"", "\"${X:-static}\"",
        "\"a$${b}\"", "1234567890123456789012345678901234567890123456789012345678901234", "{}", "{ a: 5 }", "{ a: }", "{ openai-chat: /x }", "[]", "[5]", "[~]",
        "[true, x]", "[openai-chat]", "[none]", "[g]", "[\"${X:-openai-chat}\"]",
    ];

    [Fact]
    public void What_the_check_takes_the_schema_takes()
    {
        var schema = JsonSchema.FromText(ConfigurationSchema.Json());
        var texts = Sections().SelectMany(Places).SelectMany(place => Values.Select(value => place.Replace(Hole, value, StringComparison.Ordinal)))
            .Append("").Append("groups:").ToList();

        var (taken, refused) = (0, new List<string>());
        foreach (var text in texts.Where(text => Yaml.Load(text).Problems.IsEmpty))
        {
            taken++;
            var result = schema.Evaluate(JsonSerializer.SerializeToElement(SchemaCheck.Json(text)), new EvaluationOptions { OutputFormat = OutputFormat.Flag });
            if (!result.IsValid)
            {
                refused.Add(text);
            }
        }

        refused.Should().BeEmpty();
        taken.Should().BeGreaterThan(500);
    }

    [Theory]
    [InlineData("server: { drain: 0 }")]
    [InlineData("server: { data_dir: ~, listen: HTTP://127.0.0.1:1 }")]
    [InlineData("providers: { p: { base_url: https://h, api_key: , dialects: ~, headers: { x: 5 } } }")]
    [InlineData("providers: { s: { base_url: simulator, models: { m: } } }\ngroups: { g: { aliases: [123], targets: [{ provider: s, model: m }] } }")]
    [InlineData("callers: [{ id: 5, user: 42, token_sha256: 1234567890123456789012345678901234567890123456789012345678901234 }]")]
    public void What_looks_like_another_type_is_taken_by_both(string text)
    {
        Yaml.Load(text).Problems.Should().BeEmpty();
        SchemaCheck.Faults(Schema, SchemaCheck.Json(text)).Should().BeEmpty();
    }

    /// <summary>Each section of the sample alone, groups with what they name; of the traits one of each form, for there are many.</summary>
    private static IEnumerable<JsonObject> Sections()
    {
        var sample = SchemaCheck.Sample(Schema)!.AsObject();
        var traits = sample["providers"]!["name"]!["models"]!["name"]!["traits"]!.AsObject();
        string[] kept = ["images", "toolNameMax", "temperatureMax", "reasoning", "reasoningLevels", "audioIn", "maxOutput"];
        foreach (var name in traits.Select(trait => trait.Key).Except(kept).ToList())
        {
            traits.Remove(name);
        }

        foreach (var (name, section) in sample)
        {
            var alone = new JsonObject { [name] = section!.DeepClone() };
            if (name == "groups")
            {
                alone["providers"] = JsonNode.Parse("""{ "name": { "base_url": "simulator", "models": { "name": {} } } }""");
            }

            yield return alone;
        }
    }

    /// <summary>The sample as often as it has values, each time with a hole in the place of one.</summary>
    private static IEnumerable<string> Places(JsonNode node)
    {
        var below = node switch
        {
            JsonObject map => map.ToList(),
            JsonArray list => [.. list.Select((item, i) => KeyValuePair.Create(i.ToString(System.Globalization.CultureInfo.InvariantCulture), item))],
            _ => [],
        };
        foreach (var (key, value) in below)
        {
            void Put(JsonNode? to)
            {
                if (node is JsonArray list)
                {
                    list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = to;
                }
                else
                {
                    node[key] = to;
                }
            }

            Put("?");
            yield return Root(node).ToJsonString();
            Put(value);
            foreach (var deeper in value is null ? [] : Places(value))
            {
                yield return deeper;
            }
        }
    }

    private static JsonNode Root(JsonNode node) => node.Parent is { } parent ? Root(parent) : node;
}
