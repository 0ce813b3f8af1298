// The bodies of many requests at once: bounded by their bytes, all together.
using System.Globalization;
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class BodyMemoryTests
{
    private const int Length = 60_000;
    private const int Fitting = 16;
    private const int TooMany = 4;

    [Fact]
    public async Task Bodies_beyond_the_memory_for_them_are_told_to_come_back_and_find_room_when_others_have_ended()
    {
        // A buffer of such a body is 64 KiB, and 16 of them are 1 MiB.
        await using var world = await UpstreamWorld.StartAsync(server: "max_request_bytes: 65536, max_buffered_bytes: 1048576");
        world.First.OnEvery(r => r.AnswerJsonAsync(UpstreamText.Answer));
        var body = UpstreamWorld.Ask.Replace("Say hi.", new string('x', Length - UpstreamWorld.Ask.Length + "Say hi.".Length), StringComparison.Ordinal);
        var callers = new List<RawCaller>();
        var answers = new List<Task<string>>();
        try
        {
            for (var i = 0; i < Fitting + TooMany; i++)
            {
                var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);
                callers.Add(caller);
                await caller.SendAsync(string.Create(CultureInfo.InvariantCulture,
                    $"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-length: {Length}\r\n\r\n{body[..^1]}"));
                answers.Add(caller.ReadUntilAsync("\"message\":"));
            }

            var refused = new List<Task<string>>();
            while (refused.Count < TooMany)
            {
                var next = await Task.WhenAny(answers.Except(refused)).Within();
                refused.Add(next);
                (await next).Should().StartWith("HTTP/1.1 503 ").And.Contain("x-router-error: overloaded")
                    .And.MatchRegex("(?i)\r\nretry-after: 1\r\n");
            }

            for (var i = 0; i < answers.Count; i++)
            {
                if (!refused.Contains(answers[i]))
                {
                    await callers[i].SendAsync("}");
                    (await answers[i]).Should().StartWith("HTTP/1.1 200 ");
                }
            }
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }

        for (var i = 0; i < Fitting + TooMany; i++)
        {
            (await world.AskAsync(body)).Answer.StatusCode.Should().Be(HttpStatusCode.OK, "what ended gave its memory back");
        }

        var rows = await world.Router.RowsAsync();
        rows.Count(row => row.Text("error_code") == "overloaded").Should().Be(TooMany);
        rows.Count(row => row.Text("outcome") == "completed").Should().Be(Fitting + Fitting + TooMany);
    }

    [Fact]
    public async Task Answers_share_the_memory_for_bodies_and_what_finds_no_room_is_told_to_come_back()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, server: "max_request_bytes: 65536, max_buffered_bytes: 1048576");
        var large = UpstreamText.Answer.Insert(UpstreamText.Answer.LastIndexOf('}'), $",\"x\":\"{new string('x', 2_000_000)}\"");
        world.First.OnNext(r => r.AnswerJsonAsync(large));
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (refused, text) = await world.AskAsync();
        var (served, _) = await world.AskAsync();

        ((int)refused.StatusCode).Should().Be(503);
        UpstreamWorld.ErrorIn(text).Message.Should().StartWith("[overloaded]");
        served.StatusCode.Should().Be(HttpStatusCode.OK);
        world.Second.RequestCount.Should().Be(0, "another target's answer would find no room either");
        var rows = await world.Router.RowsAsync(count: 2);
        rows.Select(row => (row.Text("error_code"), row.Text("usage_source"))).Should().Equal(("overloaded", "none"), (null, "reported"));
    }

    [Fact]
    public async Task An_event_that_does_not_end_shares_the_memory_for_bodies()
    {
        await using var world = await UpstreamWorld.StartAsync(server: "max_request_bytes: 65536, max_buffered_bytes: 1048576");
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("Hi") + "data: " + new string('x', 2_000_000));
            await r.StallAsync();
        });
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (_, text) = await world.AskAsync(UpstreamWorld.AskStream);
        var (served, _) = await world.AskAsync();

        text.Should().Contain("\"content\":\"Hi\"").And.Contain("[overloaded]");
        served.StatusCode.Should().Be(HttpStatusCode.OK, "what it held was given back");
    }

    [Theory]
    [InlineData("redacted_thinking", """ "content_block":{"type":"redacted_thinking","data":"DATA"}""", null)]
    [InlineData("signature", """ "content_block":{"type":"thinking","thinking":"","signature":""}""", """ "delta":{"type":"signature_delta","signature":"DATA"}""")]
    [InlineData("input of a free-form tool", """ "content_block":{"type":"tool_use","id":"t","name":"patch","input":{}}""", """ "delta":{"type":"input_json_delta","partial_json":"DATA"}""")]
    public async Task What_a_translated_stream_keeps_for_its_end_shares_the_memory_for_bodies(string what, string block, string? delta)
    {
        await using var world = await UpstreamWorld.StartAsync(
            server: "max_request_bytes: 65536, max_buffered_bytes: 1048576", dialects: "anthropic-messages");
        var data = new string('x', 60_000);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Event("message_start", """ "message":{"id":"msg_1","type":"message","role":"assistant","model":"up-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}"""));
            for (var i = 0; i < 40; i++)
            {
                if (i == 0 || delta is null)
                {
                    await r.SendChunkAsync(Event("content_block_start", $"\"index\":{i}," + block.Replace("DATA", data, StringComparison.Ordinal)));
                }

                await r.SendChunkAsync(delta is null
                    ? Event("content_block_stop", $"\"index\":{i}")
                    : Event("content_block_delta", "\"index\":0," + delta.Replace("DATA", data, StringComparison.Ordinal)));
            }

            await r.StallAsync();
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/responses", UriKind.Relative))
        {
            Content = new StringContent("""{"model":"chat","stream":true,"input":"hello","reasoning":{"effort":"high"},"include":["reasoning.encrypted_content"],"tools":[{"type":"custom","name":"patch"}]}"""),
        };

        using var answer = await world.Router.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within();

        (await answer.Content.ReadAsStringAsync().Within()).Should().Contain("[overloaded]", what);

        static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members}}}\n\n";
    }

    [Fact]
    public async Task A_request_of_very_many_parts_counts_for_what_its_translation_takes()
    {
        await using var world = await UpstreamWorld.StartAsync(
            server: "max_request_bytes: 2097152, max_buffered_bytes: 4194304", dialects: "anthropic-messages");
        world.First.OnEvery(r => r.AnswerJsonAsync(DialectText.Messages.Answer));
        var few = $$"""{"model":"chat","messages":[{"role":"user","content":"{{new string('x', 700_000)}}"}]}""";
        var many = $$"""{"model":"chat","messages":[{"role":"user","content":[{{string.Join(',', Enumerable.Repeat("""{"type":"text","text":"x"}""", 27_000))}}]}]}""";

        (await world.AskAsync(few)).Answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var (refused, text) = await world.AskAsync(many);

        ((int)refused.StatusCode).Should().Be(503);
        UpstreamWorld.ErrorIn(text).Message.Should().StartWith("[overloaded]");
        (await world.AskAsync(few)).Answer.StatusCode.Should().Be(HttpStatusCode.OK, "what it held was given back");
    }
}
