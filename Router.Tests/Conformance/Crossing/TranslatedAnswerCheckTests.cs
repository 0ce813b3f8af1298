// The run of the cross cells must see what is wrong, or its table means nothing.
using System.Text;
using FluentAssertions;
using Router.Tests.Conformance.Schemas;
using Router.Tests.Conformance.Surfaces;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Conformance.Crossing;

public sealed class TranslatedAnswerCheckTests : IDisposable
{
    private const string Id = "req_0123456789abcdef0123456789abcdef";

    private readonly TemporaryDirectory _folder = new();
    private readonly TranslatedAnswerCheck _check;

    public TranslatedAnswerCheckTests()
    {
        _folder.Write("OpenAIChatResponse.schema.json", """{"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": false}""");
        _folder.Write("OpenAIChatRequest.schema.json", """{"type": "object", "properties": {"messages": {"type": "array"}, "model": {"type": "string"}}}""");
        _folder.Write("OpenAIChatChunk.schema.json", """{"type": "object"}""");
        _check = new TranslatedAnswerCheck(new ChatSurface(), new SchemaSet(_folder.Path));
    }

    [Theory]
    [InlineData("""{"id": "x"}""", false, "application/json", null)]
    [InlineData("""{"id": "x", "more": 1}""", false, "application/json", "more must not be there")]
    [InlineData("""{"id": "x"}""", true, "application/json", "x-router-approximated does not say so")]
    [InlineData("""{"id": "x"}""", false, "text/plain", "content-type")]
    [InlineData("half", false, "application/json", "no JSON")]
    public void A_body_is_held_to_its_schema_its_type_and_what_it_must_report(string body, bool losesParts, string type, string? fault) =>
        Hold(_check.WholeFault(Answer(200, body, ("content-type", type)), stream: false, losesParts), fault);

    [Theory]
    [InlineData(404, "no such model", "invalid_request_error", null)]
    [InlineData(400, "no such model", "invalid_request_error", "status 400")]
    [InlineData(404, "other", "invalid_request_error", "instead of 'no such model'")]
    [InlineData(404, "no such model", "server_error", "the type is server_error")]
    public void What_the_upstream_refused_is_told_in_its_words(int status, string message, string type, string? fault) => Hold(
        _check.ToldFault(
            Answer(status, $$$"""{"error": {"message": "{{{message}}}", "type": "{{{type}}}", "param": null, "code": null}}""", ("content-type", "application/json")),
            new Expectation.Told(404, "no such model")),
        fault);

    [Theory]
    [InlineData("'logit_bias'", null)]
    [InlineData("'n', 'logit_bias'", "the request has no n")]
    [InlineData("'logit_bias', 'logit_bias'", "twice")]
    [InlineData("'messages[].model'", "messages[].model can be carried")]
    [InlineData("something", "names no field")]
    public void A_refusal_names_what_the_request_has_and_what_cannot_be_carried(string names, string? fault) => Hold(
        _check.RefusalFault(
            Answer(
                400,
                $$$"""{"error": {"message": "[unsupported_parameter] {{{names}}} cannot be carried out by any target", "type": "t", "param": null, "code": null}}""",
                ("x-router-error", "unsupported_parameter")),
            """{"messages": [], "logit_bias": {"1": 2}}"""u8.ToArray()),
        fault);

    [Theory]
    [InlineData("Gr", "[upstream_failed] why", null)]
    [InlineData("Grüße", "[upstream_failed] why", "the text before the error is 'Gr'")]
    [InlineData("Gr", "[upstream_failed] other", "instead of 'why'")]
    [InlineData("Gr", "why", "instead of 'why'")]
    public void A_stream_that_broke_off_has_the_text_so_far_and_the_error(string text, string message, string? fault)
    {
        var stream = Chunk("""{"role":"assistant","content":""}""") + Chunk("""{"content":"Gr"}""")
            + $$$"""data: {"error":{"message":"{{{message}}}","type":"server_error","param":null,"code":null}}""" + "\n\n";

        Hold(
            _check.BrokenFault(Answer(200, stream, ("content-type", "text/event-stream; charset=utf-8")), new Expectation.Broken(text, "why")),
            fault);
    }

    [Fact]
    public void An_answer_reads_on_the_other_side_as_the_mapping_says()
    {
        var (chat, messages) = (new ChatSurface(), new MessagesSurface());
        var refused = Reading.Of("No.", "", "I cannot.", [], "stop", Reading.Usage(9, 3, 4));

        var read = CarriedReading.Of(messages, chat, refused);

        ((string?)read["text"], (string?)read["finish"], (string?)read["refusal"]).Should().Be(("No.I cannot.", "refusal", ""));
        CarriedReading.Of(chat, messages, Reading.Of("", "", "", [], "refusal", null))["finish"]!.GetValue<string>().Should().Be("filter");
        CarriedReading.Of(chat, messages, Reading.Of("", "", null, [], "stop", null))["usage"].Should().BeNull();
        ((long?)CarriedReading.Of(messages, chat, Reading.Of("", "", null, [], "stop", null))["usage"]!["input"]).Should().Be(0);
        ((string?)CarriedReading.Of(chat, messages, Reading.Of("", "", null, [Reading.Tool("c", "f", "{}")], "stop", null))["finish"]).Should().Be("tool");
    }

    public void Dispose() => _folder.Dispose();

    private static string Chunk(string delta) =>
        $$"""data: {"id":"i","object":"o","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n";

    private static void Hold(string? found, string? expected)
    {
        if (expected is null)
        {
            found.Should().BeNull();
        }
        else
        {
            found.Should().Contain(expected);
        }
    }

    private static CallerAnswer Answer(int status, string body, params (string Name, string Value)[] headers) => new(
        status, headers.Append(("x-request-id", Id)).ToDictionary(header => header.Item1, header => header.Item2), Encoding.UTF8.GetBytes(body));
}
