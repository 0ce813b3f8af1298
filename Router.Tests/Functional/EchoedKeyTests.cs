// Upstreams that repeat the operator's secrets where a plain search of a refusal's words does not find them.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class EchoedKeyTests
{
    private const string Key = "zebra+crossing/forty-two";

    public static TheoryData<string, string> Cells => DialectText.Cells;

    [Theory]
    [InlineData(@"zebra\u002Bcrossing/forty-two")]
    [InlineData(@"zebra\u002bcrossing\/forty-two")]
    [InlineData(@"\u007aebra+crossing\u002fforty\u002dtwo")]
    public async Task A_key_that_a_refusal_holds_in_escapes_stays_here(string written)
    {
        await using var world = await StartAsync("openai-chat");
        world.First.OnNext(r => r.AnswerJsonAsync($$$"""{"error":{"message":"No.","type":"t"},"sent":"C:\\x {{{written}}}"}""", 400));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(400);
        body.Should().Contain("No.").And.NotContain("forty");
    }

    [Theory]
    [InlineData("openai-chat", 400, 980)]
    [InlineData("openai-responses", 400, 980)]
    [InlineData("openai-chat", 500, 480)]
    [InlineData("openai-chat", 200, 480)]
    [InlineData("anthropic-messages", 200, 480)]
    public async Task A_key_where_the_words_are_cut_off_leaves_no_piece(string upstream, int status, int before)
    {
        await using var world = await StartAsync(upstream);
        world.First.OnNext(r => r.AnswerJsonAsync($$$"""{"type":"error","error":{"message":"{{{new string('x', before)}}} {{{Key}}} was sent","type":"t"}}""", status));

        var (_, body) = await world.AskAsync();

        body.Should().Contain("xxxx").And.NotContain("zebra+");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_key_in_an_error_behind_content_stays_here(string caller, string upstream)
    {
        var (asked, given) = (DialectText.Of(caller), DialectText.Of(upstream));
        foreach (var written in (string[])[Key, @"zebra\u002Bcrossing\/forty-two"])
        {
            await using var world = await StartAsync(upstream);
            world.First.OnNext(async r =>
            {
                await r.StartEventsAsync();
                await r.SendChunkAsync(given.Preamble + given.Content + given.ErrorEvent.Replace("The engine broke.", $"You sent {written}.", StringComparison.Ordinal));
                r.Close();
            });

            using var stream = await world.StreamAsync(asked.Path, asked.StreamRequest);

            (await stream.ReadAllAsync()).Should().Contain("Grüße").And.Contain("You sent [redacted].").And.NotContain("forty-two");
        }
    }

    /// <summary>Codex waits for the failure behind the error, which is why the error itself goes on.</summary>
    [Theory]
    [InlineData("The engine broke.", true)]
    [InlineData($"You sent {Key}.", false)]
    public async Task An_error_that_a_failure_still_follows_goes_on_without_a_key_alone(string said, bool passes)
    {
        var text = DialectText.Responses;
        await using var world = await StartAsync(text.Name);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(text.Preamble + text.Content);
            await r.SendEventAsync($$"""{"type":"error","code":"server_error","message":"{{said}}","param":null,"sequence_number":5}""", "error");
            await r.SendChunkAsync(text.ErrorEvent);
        });

        using var stream = await world.StreamAsync(text.Path, text.StreamRequest);

        var events = await stream.ReadAllAsync();
        events.Should().Contain("event: response.failed").And.NotContain("forty-two");
        events.Contains("event: error", StringComparison.Ordinal).Should().Be(passes);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_header_with_a_key_stays_here_and_the_others_go_on(int status)
    {
        await using var world = await UpstreamWorld.StartAsync(provider: "headers: { x-tenant: tenant-0815-4711 }", key: Key);
        world.First.OnNext(r => r.AnswerJsonAsync(
            status == 200 ? UpstreamText.Answer : """{"error":{"message":"No.","type":"t"}}""", status,
            ("x-request-id", $"for {Key}"), ("x-ratelimit-key", "tenant-0815-4711"), ("x-codex-turn-state", Key), ("x-ratelimit-limit-requests", "7")));

        var (answer, _) = await world.AskAsync();

        answer.Headers.ToString().Should().NotContain(Key).And.NotContain("tenant-0815-4711").And.NotContain("x-upstream-request-id");
        answer.Headers.Contains("x-ratelimit-limit-requests").Should().Be(status != 500, "an answer of the router itself has none");
        world.Router.LogLines.Should().NotContain(line => line.Message.Contains(Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task What_a_providers_fixed_headers_hold_stays_here_as_the_key_does(int status)
    {
        await using var world = await UpstreamWorld.StartAsync(provider: "headers: { x-tenant: tenant-0815-4711, authorization: Bearer giraffe+necktie }");
        world.First.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"giraffe+necktie may not act for tenant-0815-4711.","type":"t"}}""", status));

        var (_, body) = await world.AskAsync();

        body.Should().Contain("[redacted] may not act for [redacted].");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task What_a_fixed_header_asks_for_is_no_secret(int status)
    {
        await using var world = await UpstreamWorld.StartAsync(provider: "headers: { Anthropic-Beta: context-1m-2025-08-07 }");
        world.First.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"Unexpected value context-1m-2025-08-07.","type":"t"}}""", status));

        var (_, body) = await world.AskAsync();

        body.Should().Contain("Unexpected value context-1m-2025-08-07.");
    }

    private static Task<UpstreamWorld> StartAsync(string upstream) => UpstreamWorld.StartAsync(dialects: upstream, key: Key);
}
