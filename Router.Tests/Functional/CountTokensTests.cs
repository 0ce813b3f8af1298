// Counting tokens: by an upstream that counts, else an estimate that says so.
using System.Net;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class CountTokensTests
{
    private const string Path = "/v1/messages/count_tokens?beta=true";
    private const string Ask = """{"model":"chat","messages":[{"role":"user","content":"How many tokens is this?"}]}""";

    [Fact]
    public async Task A_Messages_upstream_counts_and_the_count_costs_nothing()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("""{"input_tokens": 17}"""));

        using var answer = await world.PostAsync(Path, Ask);

        (await answer.Content.ReadAsStringAsync()).Should().Be("""{"input_tokens": 17}""");
        answer.Headers.Contains("x-token-count").Should().BeFalse();
        world.First.Requests.Single().Target.Should().Be("/v1/messages/count_tokens");
        var row = await world.Router.RowAsync();
        (row.Text("endpoint"), row.Text("outcome"), row.Text("usage_source"), row.Number("total_cost"), row.Number("input_tokens"))
            .Should().Be(("messages.count_tokens", "completed", "none", 0, null));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Where_no_upstream_counts_the_router_estimates_and_says_so(int status)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnEvery(r => r.AnswerJsonAsync("""{"error":"nothing here"}""", status));

        using var answer = await world.PostAsync(Path, Ask);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-token-count").Should().Equal("estimate");
        (await answer.Content.ReadAsStringAsync()).Should().Be($$"""{"input_tokens":{{(Ask.Length + 3) / 4}}}""");
        var row = await world.Router.RowAsync();
        (row.Text("outcome"), row.Number("status"), row.Number("total_cost"), row.Number("attempts")).Should().Be(("completed", 200, 0, 1));
    }

    [Fact]
    public async Task A_group_of_another_dialect_is_estimated_without_a_call()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");

        using var answer = await world.PostAsync(Path, Ask);

        answer.Headers.GetValues("x-token-count").Should().Equal("estimate");
        world.First.Requests.Should().BeEmpty();
        (await world.Router.RowAsync()).Number("attempts").Should().Be(0);
    }

    [Fact]
    public async Task What_a_counting_upstream_of_another_dialect_cannot_take_is_refused_by_name()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-responses");

        using var answer = await world.PostAsync(Path, """{"mcp_servers":[{"type":"url","url":"https://tools.example","name":"a"}],""" + Ask[1..]);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("'mcp_servers'");
        answer.Headers.GetValues("x-router-group").Should().Equal("chat");
        answer.Headers.GetValues("x-router-attempts").Should().Equal("0");
        world.First.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_refusal_of_the_request_itself_is_the_upstreams()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("""{"type":"error","error":{"type":"invalid_request_error","message":"messages: empty"}}""", 400));

        using var answer = await world.PostAsync(Path, Ask);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("messages: empty");
    }
}
