// From one target to the next, and what the caller and the ledger learn of it.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class FallbackTests
{
    private const string AskWithImage =
        """{"model":"chat","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}]}""";

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(408)]
    [InlineData(302)]
    public async Task A_failure_that_may_have_acted_goes_to_the_next_target_at_once(int status)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", status));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, body) = await world.AskAsync();

        body.Should().Be(UpstreamText.Answer);
        answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
        world.First.RequestCount.Should().Be(1);
        var row = await world.Router.RowAsync();
        row.Number("attempts").Should().Be(2);
        row.Number("fallback").Should().Be(1);
        row.Number("failed_cost").Should().Be(0, "an error answer is not charged");
        row.Attempts.Select(a => (a["provider"], a["status"])).Should().Equal([("p1", status == 302 ? 302L : (long)status), ("p2", 200L)]);
    }

    [Fact]
    public async Task The_same_body_goes_to_each_target_under_one_request_id()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 3);
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.Upstreams[2].OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        await world.AskAsync();

        var sent = new[] { await world.First.RequestAsync(), await world.Second.RequestAsync(), await world.Upstreams[2].RequestAsync() };
        sent.Select(r => r.BodyText).Distinct().Should().ContainSingle();
        sent.Select(r => r["x-request-id"]).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task When_all_fail_the_caller_has_the_last_error_and_the_list_of_targets()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}", 529));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(503);
        answer.Headers.GetValues("x-router-attempts").Should().Equal("2");
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[upstream_capacity]").And.Contain("p1/m: status_500; p2/m: status_529");
        var row = await world.Router.RowAsync();
        row.Text("provider").Should().Be("p2");
        row.Attempts.Should().HaveCount(2);
    }

    [Fact]
    public async Task With_group_identity_the_list_names_no_target()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, server: "model_identity: group");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}", 500));

        var (_, body) = await world.AskAsync();

        body.Should().Contain("attempt 1: status_500; attempt 2: status_500").And.NotContain("p1").And.NotContain("p2");
    }

    [Fact]
    public async Task No_new_attempt_begins_after_the_deadline()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2, deadline: 10s", timeouts: "total: 12s");
        world.First.OnNext(r => r.StallAsync());

        var asking = world.AskAsync();
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(12));
        var (answer, _) = await asking;

        ((int)answer.StatusCode).Should().Be(504);
        answer.Headers.GetValues("x-router-attempts").Should().Equal("1");
        world.Second.RequestCount.Should().Be(0);
    }

    [Fact]
    public async Task Before_the_deadline_the_next_target_is_tried()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 0, deadline: 13s", timeouts: "total: 12s");
        world.First.OnNext(r => r.StallAsync());
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var asking = world.AskAsync();
        await world.First.RequestAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(12));
        var (_, body) = await asking;

        body.Should().Be(UpstreamText.Answer);
        var row = await world.Router.RowAsync();
        row.Attempts[0]["error_class"].Should().Be("timeout_total");
        row.Attempts[0]["duration_ms"].Should().Be(12_000L);
        row.Number("failed_cost").Should().BePositive("a request that was sent may be charged");
    }

    [Fact]
    public async Task Weighted_leaves_a_target_without_weight_for_the_fallback()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, group: "strategy: weighted");
        world.Second.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, _) = await world.AskAsync();

        answer.Headers.GetValues("x-router-provider").Should().Equal("p1");
        var row = await world.Router.RowAsync();
        row.Text("strategy").Should().Be("weighted");
        row.Attempts.Select(a => a["provider"]).Should().Equal("p2", "p1");
    }

    [Fact]
    public async Task Static_never_leaves_its_first_target()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, group: "strategy: static");
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));

        var (answer, _) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(502);
        world.Second.RequestCount.Should().Be(0);
    }

    [Theory]
    [InlineData("/v1/responses", """{"model":"chat","input":"x","reasoning":{"effort":"high"},"text":{"format":{"type":"json_schema","name":"n","schema":{}}}}""", "'text.format', 'reasoning.effort'")]
    [InlineData("/v1/messages", """{"model":"chat","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000},"messages":[{"role":"user","content":"x"}]}""", "'thinking'")]
    public async Task What_no_target_can_do_has_the_name_that_the_caller_gave_it(string path, string ask, string fields)
    {
        await using var world = await UpstreamWorld.StartAsync(
            model: "capabilities: [tools]", dialects: "openai-chat, openai-responses, anthropic-messages");

        using var answer = await world.PostAsync(path, ask);

        ((int)answer.StatusCode).Should().Be(400);
        (await answer.Content.ReadAsStringAsync()).Should().Contain($"[unsupported_parameter] {fields} cannot be carried out");
    }

    [Theory]
    [InlineData("failover")]
    [InlineData("static")]
    public async Task What_no_target_can_do_is_is_refused_by_the_name_of_the_field(string strategy)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, model: "capabilities: [tools]", group: $"strategy: {strategy}");

        var (answer, body) = await world.AskAsync(AskWithImage);

        ((int)answer.StatusCode).Should().Be(400);
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[unsupported_parameter]").And.Contain("'messages[].content[].image_url'");
        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("refused");
        row.Number("attempts").Should().Be(0);
        world.First.RequestCount.Should().Be(0);
    }
}
