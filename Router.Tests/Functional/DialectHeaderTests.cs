// Headers of each dialect, both ways, and what the ledger learns from them.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class DialectHeaderTests
{
    [Theory]
    [InlineData("anthropic-messages", "openai-chat", "x-request-id")]
    [InlineData("openai-chat", "anthropic-messages", "request-id")]
    [InlineData("openai-responses", "anthropic-messages", "request-id")]
    public async Task The_upstreams_own_id_is_told_to_a_caller_of_another_dialect(string caller, string upstream, string header)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: upstream);
        world.First.OnNext(r => r.AnswerJsonAsync(DialectText.Of(upstream).Answer, 200, (header, "req_up")));

        using var answer = await world.PostAsync(DialectText.Of(caller).Path, DialectText.Of(caller).Request);

        ((int)answer.StatusCode).Should().Be(200);
        answer.Headers.GetValues("x-upstream-request-id").Should().Equal("req_up");
    }

    [Fact]
    public async Task The_upstreams_own_id_is_told_where_it_failed_and_no_longer_once_another_served()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnEvery(r => r.AnswerJsonAsync("{}", 500, ("x-request-id", "req_up")));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}", 500, ("x-request-id", "req_last")));

        var (served, _) = await world.AskAsync();
        var (failed, _) = await world.AskAsync();

        served.Headers.Contains("x-upstream-request-id").Should().BeFalse("the one that served gave none");
        ((int)failed.StatusCode).Should().Be(502);
        failed.Headers.GetValues("x-upstream-request-id").Should().Equal("req_last");
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task What_the_upstream_says_of_trying_again_goes_on(string mayRetry)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after", "3"), ("x-should-retry", mayRetry)));

        var (answer, _) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(503);
        answer.Headers.GetValues("x-should-retry").Should().Equal(mayRetry);
    }

    [Fact]
    public async Task A_header_that_the_operator_gave_a_provider_stands_in_place_of_the_routers_own()
    {
        await using var world = await UpstreamWorld.StartAsync(provider: "headers: { user-agent: acme/1, authorization: Basic abc }");
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        await world.AskAsync();

        var sent = world.First.Requests.Single();
        sent["user-agent"].Should().Be("acme/1");
        sent["authorization"].Should().Be("Basic abc");
    }

    [Fact]
    public async Task Capabilities_and_the_agents_own_headers_reach_a_Messages_provider_and_telemetry_does_not()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(
            DialectText.Messages.Answer, 200, ("request-id", "req_up"), ("anthropic-ratelimit-requests-remaining", "7")));

        using var answer = await world.PostAsync(
            DialectText.Messages.Path,
            DialectText.Messages.Request,
            ("anthropic-version", "2026-10-21"),
            ("anthropic-beta", "a-2026-01-01,not-known-here"),
            ("anthropic-dangerous-direct-browser-access", "true"),
            ("anthropic-workspace-id", "theirs"),
            ("x-claude-code-session-id", "session-1"),
            ("x-claude-code-agent-id", "agent-1"),
            ("idempotency-key", "key-1"),
            ("openai-beta", "x"),
            ("x-stainless-lang", "js"),
            ("user-agent", "claude-cli/2.1.197 (external, cli)"));

        var sent = world.First.Requests.Single();
        sent["anthropic-version"].Should().Be("2026-10-21");
        sent["anthropic-beta"].Should().Be("a-2026-01-01,not-known-here");
        sent["anthropic-dangerous-direct-browser-access"].Should().Be("true");
        sent["x-claude-code-session-id"].Should().Be("session-1");
        sent["x-claude-code-agent-id"].Should().Be("agent-1");
        sent["idempotency-key"].Should().Be("key-1");
        sent["x-api-key"].Should().Be("key-of-the-provider");
        new[] { sent["anthropic-workspace-id"], sent["openai-beta"], sent["x-stainless-lang"], sent["authorization"] }.Should().AllBe(null);
        sent["user-agent"].Should().Be("router");
        answer.Headers.GetValues("x-upstream-request-id").Should().Equal("req_up");
        answer.Headers.GetValues("anthropic-ratelimit-requests-remaining").Should().Equal("7");
        answer.Headers.GetValues("request-id").Should().Equal(answer.Headers.GetValues("x-request-id"));
        var row = await world.Router.RowAsync();
        (row.Text("client"), row.Text("client_session")).Should().Be(("claude-code", "session-1"));
    }

    [Fact]
    public async Task The_limits_of_a_provider_of_another_dialect_are_not_the_callers()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-responses");
        world.First.OnNext(r => r.AnswerJsonAsync(DialectText.Responses.Answer, 200, ("x-ratelimit-limit-requests", "100"), ("x-request-id", "up-1")));

        using var answer = await world.PostAsync(DialectText.Chat.Path, DialectText.Chat.Request);

        answer.StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        answer.Headers.Contains("x-ratelimit-limit-requests").Should().BeFalse();
    }

    [Fact]
    public async Task The_version_is_added_when_a_caller_sends_none_and_the_operators_own_stands()
    {
        await using var plain = await UpstreamWorld.StartAsync();
        await using var own = await UpstreamWorld.StartAsync(provider: "headers: { anthropic-version: \"2024-01-01\" }");
        plain.First.OnNext(r => r.AnswerJsonAsync(DialectText.Messages.Answer));
        own.First.OnNext(r => r.AnswerJsonAsync(DialectText.Messages.Answer));

        using var first = await plain.PostAsync(DialectText.Messages.Path, DialectText.Messages.Request);
        using var second = await own.PostAsync(DialectText.Messages.Path, DialectText.Messages.Request, ("anthropic-version", "2026-10-21"));

        plain.First.Requests.Single()["anthropic-version"].Should().Be("2023-06-01");
        own.First.Requests.Single()["anthropic-version"].Should().Be("2024-01-01");
    }

    [Fact]
    public async Task Codex_headers_reach_a_Responses_provider_and_its_turn_state_comes_back()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerJsonAsync(
            DialectText.Responses.Answer, 200, ("x-codex-turn-state", "state-1"), ("x-request-id", "up-1"), ("x-ratelimit-remaining-requests", "5")));

        using var answer = await world.PostAsync(
            DialectText.Responses.Path,
            DialectText.Responses.Request,
            ("originator", "codex_exec"),
            ("session-id", "session-2"),
            ("thread-id", "thread-2"),
            ("x-client-request-id", "client-2"),
            ("x-codex-turn-metadata", "{}"),
            ("openai-beta", "responses=v1"),
            ("anthropic-beta", "x"),
            ("openai-organization", "theirs"));

        var sent = world.First.Requests.Single();
        sent["originator"].Should().Be("codex_exec");
        sent["session-id"].Should().Be("session-2");
        sent["thread-id"].Should().Be("thread-2");
        sent["x-client-request-id"].Should().Be("client-2");
        sent["x-codex-turn-metadata"].Should().Be("{}");
        sent["openai-beta"].Should().Be("responses=v1");
        new[] { sent["anthropic-beta"], sent["openai-organization"] }.Should().AllBe(null);
        answer.Headers.GetValues("x-codex-turn-state").Should().Equal("state-1");
        answer.Headers.GetValues("x-upstream-request-id").Should().Equal("up-1");
        answer.Headers.Contains("x-ratelimit-remaining-requests").Should().BeFalse("another target has other limits");
        var row = await world.Router.RowAsync();
        (row.Text("client"), row.Text("client_session")).Should().Be(("codex", "session-2"));
    }

    [Theory]
    [InlineData("OpenAI/JS 6.49.0", "openai/js")]
    [InlineData("Anthropic/Python 0.90.1", "anthropic/python")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("Mozilla/5.0 (X11)", "mozilla")]
    [InlineData("<script>/1", null)]
    public async Task Any_other_client_is_named_by_its_product(string agent, string? name)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(DialectText.Chat.Answer));

        using var answer = await world.PostAsync(DialectText.Chat.Path, DialectText.Chat.Request, ("user-agent", agent));

        var row = await world.Router.RowAsync();
        (row.Text("client"), row.Text("client_session")).Should().Be((name, null));
    }
}
