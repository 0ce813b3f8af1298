// The check against schemas must see what is wrong, or what passes it means nothing.
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Conformance.Schemas;

public sealed class SchemaNodeTests
{
    private static readonly SchemaNode Event = Compile("""
        {
          "$ref": "#/definitions/Event",
          "definitions": {
            "Event": {"anyOf": [{"$ref": "#/definitions/Text"}, {"$ref": "#/definitions/List"}]},
            "Text": {
              "type": "object", "required": ["type", "text"], "additionalProperties": false,
              "properties": {"type": {"const": "text"}, "text": {"type": ["string", "null"]}, "size": {"type": "integer", "minimum": 1, "maximum": 3}}
            },
            "List": {
              "type": "object", "required": ["type"], "additionalProperties": {"type": "boolean"},
              "properties": {"type": {"const": "list"}, "items": {"type": "array", "items": {"$ref": "#/definitions/Event"}}, "kind": {"enum": ["a", null]}}
            }
          }
        }
        """);

    [Theory]
    [InlineData("""{"type": "text", "text": "x", "size": 3}""")]
    [InlineData("""{"type": "text", "text": null}""")]
    [InlineData("""{"type": "list", "kind": null, "other": true, "items": [{"type": "list", "items": []}, {"type": "text", "text": ""}]}""")]
    public void What_the_schema_allows_passes(string value) => Fault(value).Should().BeNull();

    [Theory]
    [InlineData("""{"type": "text", "text": "x", "more": 1}""", "more must not be there")]
    [InlineData("""{"type": "text"}""", "the whole lacks text")]
    [InlineData("""{"type": "text", "text": 1}""", "text is Number instead of string or null")]
    [InlineData("""{"type": "text", "text": "", "size": 4}""", "size is out of range: 4")]
    [InlineData("""{"type": "text", "text": "", "size": 1.5}""", "size is Number instead of integer")]
    [InlineData("""{"type": "list", "kind": "b"}""", "kind is \"b\", which is none of its values")]
    [InlineData("""{"type": "list", "other": 1}""", "other is Number instead of boolean")]
    [InlineData("""{"type": "list", "items": [{"type": "list"}, {"type": "text"}]}""", "items[1] lacks text")]
    [InlineData("""{"type": "unknown"}""", "none of 2 alternatives")]
    [InlineData("[]", "none of 2 alternatives")]
    public void What_the_schema_forbids_is_told_with_its_place(string value, string fault) => Fault(value).Should().Contain(fault);

    [Fact]
    public void A_keyword_that_is_not_known_is_no_reason_to_let_everything_pass() =>
        ((Action)(() => Compile("""{"type": "string", "pattern": "^a"}"""))).Should().Throw<InvalidDataException>().WithMessage("*pattern*");

    private static SchemaNode Compile(string schema) => new SchemaCompiler(JsonNode.Parse(schema)!.AsObject()).Root;

    private static string? Fault(string value)
    {
        using var document = JsonDocument.Parse(value);
        return Event.Fault(document.RootElement, "");
    }
}
