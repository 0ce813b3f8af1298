// That the checks of the Open Responses tests can fail.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Conformance.OpenResponses;

public sealed class OpenResponsesCaseTests
{
    private const string Schema = """
        {"$id":"openresponses","$defs":{
          "ResponseResource":{"type":"object","required":["id","output"],"properties":{"output":{"type":"array","items":{"$ref":"#/$defs/Item"}}}},
          "Item":{"type":"object","required":["type"],"x-openresponses-added-in":"2026-04-24"},
          "ResponseCreatedStreamingEvent":{"type":"object","required":["sequence_number"],"properties":{"type":{"enum":["response.created"]}}}}}
        """;

    [Theory]
    [InlineData("""{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]}""", null)]
    [InlineData("""{"status":"in_progress","output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]}""", "status is in_progress")]
    [InlineData("""{"status":"completed","output":[{"type":"reasoning"}]}""", "no item of type message*")]
    [InlineData("""{"status":"completed","output":[{"type":"message","content":[]}]}""", "the message is empty")]
    public void An_answer_without_a_text_or_an_end_is_a_fault(string response, string? fault) =>
        FaultOf("text", new OpenResponsesAnswer(200, response, Object(response), [])).Should().Match(Expected(fault));

    [Theory]
    [InlineData("""{"location":"Brno"}""", null)]
    [InlineData("{}", "no location in {}")]
    public void A_call_without_its_arguments_is_a_fault(string arguments, string? fault)
    {
        var response = new JsonObject
        {
            ["status"] = "completed",
            ["output"] = new JsonArray(new JsonObject { ["type"] = "function_call", ["name"] = "get_weather", ["arguments"] = arguments }),
        };

        FaultOf("tool", new OpenResponsesAnswer(200, "", response, [])).Should().Match(Expected(fault));
        FaultOf("tool, stream", new OpenResponsesAnswer(200, "", response, [])).Should().NotBe(Expected(null), "no event tells of the call");
    }

    [Fact]
    public void An_error_is_a_fault() =>
        FaultOf("text", new OpenResponsesAnswer(400, "no", null, [])).Should().Be("status 400: no");

    [Theory]
    [InlineData("""{"id":"r","output":[{"type":"message"}]}""", """{"type":"response.created","sequence_number":0}""", null)]
    [InlineData("""{"output":[]}""", """{"type":"response.created","sequence_number":0}""", "the response object*id*")]
    [InlineData("""{"id":"r","output":[{}]}""", """{"type":"response.created","sequence_number":0}""", "the response object*/output/0*type*")]
    [InlineData("""{"id":"r","output":[]}""", """{"type":"response.created"}""", "response.created*sequence_number*")]
    [InlineData("""{"id":"r","output":[]}""", """{"type":"response.made_up"}""", "the specification has no event response.made_up")]
    [InlineData("""{"id":"r","output":[]}""", """{"kind":"response.created"}""", "an event has no type")]
    public void What_the_specification_does_not_allow_is_a_fault(string response, string e, string? fault)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("openresponses.schema.json", Schema);
        var schema = OpenResponsesSchema.Read(Path.GetDirectoryName(folder["openresponses.schema.json"])!)!;

        (schema.Fault(new OpenResponsesAnswer(200, "", Object(response), [Object(e)])) ?? "none").Should().Match(Expected(fault));
    }

    [Fact]
    public void A_folder_without_the_specification_has_none()
    {
        using var folder = new TemporaryDirectory();

        OpenResponsesSchema.Read(folder["nothing"]).Should().BeNull();
    }

    private static string FaultOf(string name, OpenResponsesAnswer answer) => OpenResponsesCase.Of(name).Fault(answer) ?? "none";

    private static string Expected(string? fault) => fault ?? "none";

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();
}
