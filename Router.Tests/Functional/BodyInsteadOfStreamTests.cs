// A provider of another dialect that answers with a body where a stream was asked for (mapping 4.4).
using System.Net;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class BodyInsteadOfStreamTests
{
    private const string Answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hi"}],
         "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":3}}
        """;

    [Fact]
    public async Task It_becomes_a_short_stream_and_is_paid_for_once()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync(Answer));

        var (answer, body) = await world.AskAsync(UpstreamWorld.AskStream);

        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(4).And.EndWith("data: [DONE]");
        body.Should().Contain("\"content\":\"Hi\"").And.Contain("\"finish_reason\":\"stop\"");
        var row = await world.Router.RowAsync();
        (row.Text("outcome"), row.Number("input_tokens"), row.Number("output_tokens"), row.Number("attempts")).Should().Be(("completed", 7, 3, 1));
        answer.Dispose();
    }

    [Fact]
    public async Task An_error_or_garbage_in_it_is_a_clean_failure()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "anthropic-messages");
        world.First.OnNext(r => r.AnswerJsonAsync("""{"type":"error","error":{"type":"overloaded_error","message":"later"}}"""));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}"));

        var (answer, body) = await world.AskAsync(UpstreamWorld.AskStream);

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[upstream_failed]").And.Contain("All attempts failed");
        (await world.Router.RowAsync()).Number("attempts").Should().Be(2);
        answer.Dispose();
    }

    /// <summary>Mapping section 8: the refusal lists every such field at once, and each of them once.</summary>
    [Fact]
    public async Task A_stored_id_that_no_other_dialect_has_is_named_once()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");

        using var answer = await world.PostAsync("/v1/responses", """{"model":"chat","input":"x","previous_response_id":"resp_1"}""");

        (await Support.RouterErrorAnswer.OfOpenAIAsync(answer)).Message.Should().StartWith("'previous_response_id' cannot be carried out by any target of model 'chat'");
    }
}
