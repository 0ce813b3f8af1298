// What holds for every dialect on its own kind of provider: bytes, counts, heads, failures, silence.
using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class DialectRelayTests
{
    public static TheoryData<string> Dialects => [.. DialectText.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_whole_answer_goes_through_as_it_is_and_its_tokens_are_counted(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(text.Answer));

        using var answer = await world.PostAsync(text.Path, text.Request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Be(text.Answer);
        var sent = world.First.Requests.Single();
        sent.Target.Should().Be(text.Path.Split('?')[0]);
        sent.BodyText.Should().Be(text.Request.Replace("\"chat\"", "\"up-model\"", StringComparison.Ordinal));
        await CountedAsync(world, dialect);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_goes_through_as_it_is_and_its_tokens_are_counted(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(text.Stream));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);

        (await caller.ReadAllAsync()).Should().Be(text.Stream);
        caller.Answer.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        await CountedAsync(world, dialect);
    }

    [Fact]
    public async Task An_end_behind_an_error_of_a_Responses_stream_is_no_end()
    {
        var text = DialectText.Responses;
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(
            text.Preamble + text.Content + "event: error\ndata: {\"type\":\"error\",\"sequence_number\":5,\"code\":\"server_error\",\"message\":\"The engine broke.\",\"param\":null}\n\n" + text.Rest));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);

        (await caller.ReadAllAsync()).Should().NotContain("event: response.completed").And.Contain("event: response.failed");
        var row = await world.Router.RowAsync();
        (row.Text("outcome"), row.Text("error_code")).Should().Be(("failed", "upstream_failed"));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Callers_see_the_groups_name_when_that_is_wanted(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync(server: "model_identity: group");
        world.First.OnNext(r => r.AnswerJsonAsync(text.Answer));
        world.First.OnNext(r => r.AnswerEventsAsync(text.Stream));

        using var whole = await world.PostAsync(text.Path, text.Request);
        using var stream = await world.StreamAsync(text.Path, text.StreamRequest);

        (await whole.Content.ReadAsStringAsync()).Should().Be(text.Answer.Replace("up-model", "chat", StringComparison.Ordinal));
        (await stream.ReadAllAsync()).Should().Be(text.Stream.Replace("up-model", "chat", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Failing_before_content_leads_to_the_next_target_and_shows_nothing_of_the_first(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerEventsAsync(text.Preamble + text.ErrorEvent));
        world.Second.OnNext(r => r.AnswerEventsAsync(text.Stream));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);

        (await caller.ReadAllAsync()).Should().Be(text.Stream);
        (await world.Router.RowAsync()).Attempts.Select(a => a["error_class"]).Should().Equal(["stream_error", null]);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_that_ends_without_its_end_is_an_error_event_of_the_dialect(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(text.Preamble + text.Content));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);

        var seen = await caller.ReadAllAsync();
        seen.Should().StartWith(text.Preamble + text.Content);
        var error = seen[(text.Preamble + text.Content).Length..];
        var data = JsonNode.Parse(error[(error.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!;
        if (dialect == "openai-responses")
        {
            error.Should().StartWith("event: response.failed\n");
            ((int)data["sequence_number"]!).Should().Be(5);
            data["response"]!["id"]!.ToString().Should().Be("resp_1");
            data["response"]!["model"]!.ToString().Should().Be("up-model");
            data["response"]!["status"]!.ToString().Should().Be("failed");
            data = data["response"]!;
        }
        else if (dialect == "anthropic-messages")
        {
            error.Should().StartWith("event: error\n");
        }

        data["error"]!["message"]!.ToString().Should().StartWith("[upstream_truncated]");
        var row = await world.Router.RowAsync();
        (row.Text("outcome"), row.Text("usage_source"), row.Number("output_tokens")).Should().Be(("failed", "estimated", 2));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task The_upstreams_own_error_after_content_is_the_end(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerEventsAsync(text.Preamble + text.Content + text.ErrorEvent + text.Rest));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);

        (await caller.ReadAllAsync()).Should().Be(text.Preamble + text.Content + text.ErrorEvent);
        (await world.Router.RowAsync()).Text("error_code").Should().Be("upstream_failed");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Silence_is_filled_with_the_dialects_own_sign_of_life(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync(timeouts: "first_byte: 60s, idle: 60s");
        var go = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StallAsync(go.Task);
            await r.AnswerEventsAsync(text.Stream);
        });

        var asking = world.StreamAsync(text.Path, text.StreamRequest);
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(15));
        using var caller = await asking;
        await caller.ReadToAsync(text.Heartbeat);
        go.SetResult();

        (await caller.ReadAllAsync()).Should().Be(text.Heartbeat + text.Stream);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_failure_after_a_sign_of_life_is_a_whole_stream_of_its_own(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync(timeouts: "first_byte: 60s, idle: 60s");
        var go = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await r.StallAsync(go.Task);
            r.Close();
        });

        var asking = world.StreamAsync(text.Path, text.StreamRequest);
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(15));
        using var caller = await asking;
        await caller.ReadToAsync(text.Heartbeat);
        go.SetResult();

        var seen = await caller.ReadAllAsync();
        seen.Should().StartWith(text.Heartbeat).And.Contain("[upstream_truncated]");
        seen.Split("event: ").Skip(1).Select(one => one.Split('\n')[0]).Should().Equal(dialect switch
        {
            "openai-responses" => ["response.created", "response.failed"],
            "anthropic-messages" => ["ping", "error"],
            _ => (string[])[],
        });
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_answer_that_is_not_of_the_dialect_is_a_failure(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("""{"object":"other"}"""));

        using var answer = await world.PostAsync(text.Path, text.Request);

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        answer.Headers.GetValues("x-router-error").Should().Equal("upstream_failed");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task The_callers_mistake_comes_back_in_the_upstreams_own_words(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync();
        const string words = """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 250000 tokens > 200000 maximum"}}""";
        world.First.OnNext(r => r.AnswerJsonAsync(words, 400));

        using var answer = await world.PostAsync(text.Path, text.StreamRequest);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Be(words);
    }

    private static async Task CountedAsync(UpstreamWorld world, string dialect)
    {
        var row = await world.Router.RowAsync();
        row.Text("client_dialect").Should().Be(dialect);
        row.Text("upstream_dialect").Should().Be(dialect);
        (row.Number("input_tokens"), row.Number("cache_read_tokens"), row.Number("output_tokens"), row.Number("reasoning_tokens"))
            .Should().Be((11, 5, 7, 2));
        (row.Text("outcome"), row.Text("usage_source")).Should().Be(("completed", "reported"));
    }
}
