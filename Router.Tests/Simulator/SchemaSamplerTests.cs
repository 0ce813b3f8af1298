// What the sampler makes obeys the schema it was made for.
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Simulator;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class SchemaSamplerTests
{
    [Property(MaxTest = 500)]
    public void A_sample_obeys_any_schema_of_the_known_keywords(int seed)
    {
        var schema = RandomSchema(new Random(seed), 0).AsObject();
        schema["$defs"] = new JsonObject { ["leaf"] = new JsonObject { ["type"] = "integer", ["minimum"] = 7 } };
        var sample = Sample(schema.ToJsonString());
        SchemaCheck.Holds(schema, JsonNode.Parse(sample), schema).Should().BeTrue("{0} must obey {1}", sample, schema.ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":"string","minLength":20}""")]
    [InlineData("""{"type":"string","maxLength":3}""")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":5}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":5,"multipleOf":4}""")]
    [InlineData("""{"type":"integer","maximum":-3}""")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""")]
    [InlineData("""{"type":"number","minimum":0.5,"multipleOf":0.1}""")]
    [InlineData("""{"type":"integer","multipleOf":0.5}""")]
    [InlineData("""{"const":null}""")]
    [InlineData("""{"enum":["a","b"]}""")]
    [InlineData("""{"type":["string","null"]}""")]
    [InlineData("""{"type":"array","items":{"enum":[1,2,3]},"minItems":3,"uniqueItems":true}""")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"type":"integer"}],"items":false,"minItems":2,"maxItems":2}""")]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"null"}},"required":["a"]},{"properties":{"b":{"type":"integer"}},"required":["b"]}]}""")]
    [InlineData("""{"type":"array","items":{"type":"integer","minimum":-5,"maximum":2},"minItems":7,"uniqueItems":true}""")]
    [InlineData("""{"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},"minItems":3,"uniqueItems":true}""")]
    [InlineData("""{"type":"number","minimum":1e28,"multipleOf":1e-10}""")]
    [InlineData("""{"type":"object","required":["x"],"additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"}},"required":["a"],"anyOf":[{"required":["b"]},{"required":["a"]}]}""")]
    [InlineData("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["next"]}}}""")]
    [InlineData("""{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}},"required":["children"]}""")]
    public void A_sample_obeys_each_keyword(string schema)
    {
        var root = JsonNode.Parse(schema)!;
        SchemaCheck.Holds(root, JsonNode.Parse(Sample(schema)), root).Should().BeTrue("{0} must obey the schema", Sample(schema));
    }

    [Fact]
    public void A_schema_that_never_ends_still_gives_a_value()
    {
        var act = () => Sample("""{"type":"object","properties":{"self":{"$ref":"#"}},"required":["self"]}""");
        act.Should().NotThrow();
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}},"required":["a","b"]}""")]
    [InlineData("""{"type":"array","items":{"type":"array","items":{"type":"null"},"minItems":2000000000},"minItems":2000000000}""")]
    [InlineData("""{"type":"string","minLength":2000000000}""")]
    public void A_schema_that_asks_for_more_than_a_model_says_gives_no_more_than_that(string schema)
    {
        var sample = Sample(schema);

        sample.Length.Should().BeLessThan(1 << 20);
        JsonNode.Parse(sample).Should().NotBeNull("it is whole");
    }

    [Fact]
    public void A_long_schema_is_not_looked_through_without_end()
    {
        var unread = string.Concat(Enumerable.Range(0, 3000).Select(number => $",\"x{number}\":1"));

        var sample = Sample($$"""{"type":"array","items":{"$ref":"#"},"minItems":2{{unread}}}""");

        sample.Length.Should().BeLessThan(1 << 16);
        JsonNode.Parse(sample).Should().NotBeNull("it is whole");
    }

    [Theory]
    [InlineData("date-time", "2026-01-01T00:00:00Z")]
    [InlineData("uuid", "00000000-0000-4000-8000-000000000000")]
    [InlineData("email", "simulated0@example.com")]
    public void A_format_gives_a_value_of_its_form(string format, string value) =>
        Sample($$"""{"type":"string","format":"{{format}}"}""").Should().Be($"\"{value}\"");

    private static string Sample(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return SchemaSampler.Sample(document.RootElement);
    }

    private static JsonNode RandomSchema(Random random, int depth)
    {
        switch (random.Next(depth > 3 ? 7 : 10))
        {
            case 0:
                var length = random.Next(30);
                return new JsonObject { ["type"] = "string", ["minLength"] = length, ["maxLength"] = length + random.Next(5) };
            case 1:
                var least = random.Next(-50, 50);
                return new JsonObject { ["type"] = random.Next(2) == 0 ? "integer" : "number", ["minimum"] = least, ["maximum"] = least + random.Next(9) };
            case 2:
                return new JsonObject { ["type"] = "integer", [random.Next(2) == 0 ? "exclusiveMinimum" : "exclusiveMaximum"] = random.Next(-50, 50), ["multipleOf"] = random.Next(1, 9) };
            case 3:
                return new JsonObject { ["type"] = "boolean" };
            case 4:
                return new JsonObject { ["const"] = JsonNode.Parse("""[1,{"a":null}]""") };
            case 5:
                return new JsonObject { ["enum"] = new JsonArray("x", 1, null, true) };
            case 6:
                return new JsonObject { ["$ref"] = "#/$defs/leaf" };
            case 7:
                return new JsonObject { ["anyOf"] = new JsonArray(RandomSchema(random, depth + 1), RandomSchema(random, depth + 1)) };
            case 8:
                var count = random.Next(4);
                return new JsonObject { ["type"] = "array", ["items"] = RandomSchema(random, depth + 1), ["minItems"] = count, ["maxItems"] = count + random.Next(2) };
            default:
                var properties = new JsonObject();
                var required = new JsonArray();
                for (var index = 0; index < random.Next(1, 5); index++)
                {
                    properties[$"p{index}"] = RandomSchema(random, depth + 1);
                    if (random.Next(3) > 0)
                    {
                        required.Add((JsonNode)$"p{index}");
                    }
                }

                return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
        }
    }
}
