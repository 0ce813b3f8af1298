// Answers with an error status that come odd: with waits of every form, stalled, or with the provider's key in their words.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class RefusedAnswerTests
{
    [Theory]
    [InlineData("openai-chat", "openai-chat", "retry-after", "3", "3", "3000")]
    [InlineData("openai-chat", "openai-chat", "retry-after", "Mon, 02 Nov 2026 09:00:30 GMT", "30", "30000")]
    [InlineData("openai-responses", "anthropic-messages", "retry-after", "1.5", "2", "1500")]
    [InlineData("openai-chat", "openai-responses", "retry-after-ms", "1500", "2", "1500")]
    [InlineData("anthropic-messages", "openai-chat", "retry-after-ms", "1500", "2", null)]
    [InlineData("anthropic-messages", "anthropic-messages", "retry-after", "7", "7", null)]
    [InlineData("openai-chat", "openai-chat", "retry-after", "soon", null, null)]
    [InlineData("anthropic-messages", "anthropic-messages", "retry-after-ms", "NaN", null, null)]
    public async Task The_wait_that_a_refusal_names_is_told_in_the_callers_form(
        string caller, string upstream, string name, string value, string? seconds, string? milliseconds)
    {
        var asked = DialectText.Of(caller);
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"no"}}""", 422, (name, value), ("x-should-retry", "true")));

        using var answer = await world.PostAsync(asked.Path, asked.Request);

        ((int)answer.StatusCode).Should().Be(422);
        (Header(answer, "retry-after"), Header(answer, "retry-after-ms"), Header(answer, "x-should-retry")).Should().Be((seconds, milliseconds, "true"));
    }

    [Theory]
    [InlineData(429, "upstream_rate_limited", false)]
    [InlineData(429, "upstream_rate_limited", true)]
    [InlineData(500, "upstream_failed", false)]
    [InlineData(401, "upstream_auth_failed", true)]
    [InlineData(400, "upstream_timeout", false)]
    public async Task An_error_whose_body_stalls_is_told_by_its_status_within_seconds(int status, string code, bool stream)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.SendHeadAsync(status, ("content-type", "application/json"), ("content-length", "100"), ("retry-after", "7"));
            await r.SendChunkAsync("{");
            await r.StallAsync();
        });

        var asking = world.AskAsync(stream ? UpstreamWorld.AskStream : UpstreamWorld.Ask);
        await world.Clock.WhenArmedAsync(TimeSpan.FromSeconds(5));
        world.Clock.Advance(TimeSpan.FromSeconds(5));

        var (answer, _) = await asking.Within();
        Header(answer, "x-router-error").Should().Be(code);
        Header(answer, "retry-after").Should().Be(status == 429 ? "7" : null);
        (await world.Router.RowAsync()).Attempts.Should().ContainSingle().Which["error_class"].Should().Be(status == 400 ? "timeout_idle" : $"status_{status}");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_providers_key_in_an_upstreams_words_stays_here_whatever_it_looks_like(int status)
    {
        const string Key = "zebra+crossing+42";
        foreach (var dialects in (string[])["openai-chat", "openai-responses"])
        {
            await using var upstream = new ScriptedUpstream();
            upstream.OnNext(r => r.AnswerJsonAsync($$$"""{"error":{"message":"You sent {{{Key}}} as the key.","type":"t"},"sent":"{{{Key}}}"}""", status));
            var yaml = UpstreamWorld.Yaml([upstream.BaseUrl]).Replace("key-of-the-provider", Key, StringComparison.Ordinal)
                .Replace("dialects: [openai-chat]", $"dialects: [{dialects}]", StringComparison.Ordinal);
            await using var router = await RunningRouter.StartAsync(yaml, new ManualTimeProvider());

            using var answer = await router.ChatAsync(UpstreamWorld.Ask);

            ((int)answer.StatusCode).Should().Be(status == 400 ? 400 : 502);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("You sent [redacted] as the key.").And.NotContain(Key);
        }
    }

    [Theory]
    [InlineData("req_1", "req_1")]
    [InlineData("req_\u001b[31m", "-")]
    [InlineData("sk-0123456789abcdef", "[redacted]")]
    [InlineData(null, "-")]
    public async Task The_log_holds_an_upstreams_id_only_when_it_looks_like_one(string? id, string logged)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500, ("x-request-id", id ?? new string('y', 129))));

        await world.AskAsync();

        world.Router.LogLines.Should().ContainSingle(line => line.Message.Contains("its own id is", StringComparison.Ordinal))
            .Which.Message.Should().EndWith($"its own id is {logged}.");
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    public async Task A_whole_answer_with_another_status_of_success_may_be_charged(int status)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer, status));

        var (answer, _) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(502);
        (await world.Router.RowAsync()).Number("failed_cost").Should().BePositive();
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
