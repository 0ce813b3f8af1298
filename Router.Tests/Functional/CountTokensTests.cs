// Counting tokens: by an upstream that counts, else an estimate that says so.
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
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

    [Theory]
    [InlineData("openai-chat", """ "top_k":5""", "top_k")]
    [InlineData("openai-chat", """ "weird":5,"inference_geo":"eu" """, "weird", "inference_geo")]
    [InlineData("openai-chat", """ "mcp_servers":[{"type":"url","url":"https://tools.example","name":"a"}]""", "mcp_servers")]
    [InlineData("openai-chat", """ "tools":[{"type":"web_fetch_20250910","name":"web_fetch"}]""", "tools[].web_fetch_20250910")]
    [InlineData("openai-chat", """ "stop_sequences":["1","2","3","4","5"]""", "stop_sequences")]
    [InlineData("openai-responses", """ "top_k":5,"stop_sequences":["x"]""", "top_k", "stop_sequences")]
    [InlineData("openai-responses", """ "temperature":3""", "temperature")]
    public async Task What_would_be_refused_of_a_request_is_refused_of_its_count(string dialects, string members, params string[] named)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: dialects);
        var body = $"{{{members}," + Ask[1..];

        using var count = await world.PostAsync(Path, body);
        using var answer = await world.PostAsync("/v1/messages", """{"max_tokens":50,""" + body[1..]);

        var refusal = await RouterErrorAnswer.OfAnthropicAsync(count);
        (refusal.Status, refusal.Code).Should().Be((400, "unsupported_parameter"));
        refusal.Message.Should().StartWith(string.Join(", ", named.Select(name => $"'{name}'")) + " cannot be")
            .And.Be((await RouterErrorAnswer.OfAnthropicAsync(answer)).Message);
        world.First.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    public async Task A_conversation_that_ends_with_the_assistant_can_be_counted(string dialects)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: dialects);
        world.First.OnEvery(r => r.AnswerJsonAsync("""{"object":"response.input_tokens","input_tokens":12}"""));

        using var answer = await world.PostAsync(
            Path, """{"model":"chat","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"Good morning"}]}""");

        answer.StatusCode.Should().Be(HttpStatusCode.OK, "counting continues nothing");
    }

    [Fact]
    public async Task What_a_model_cannot_do_is_refused_of_a_count_too()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages", model: "capabilities: [images]");

        using var answer = await world.PostAsync(Path, """{"tools":[{"name":"f","input_schema":{"type":"object"}}],""" + Ask[1..]);

        (await RouterErrorAnswer.OfAnthropicAsync(answer)).Message.Should().StartWith("'tools' cannot be");
    }

    [Fact]
    public async Task An_estimate_tells_what_an_answer_would_tell()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");
        var body = """{"context_management":{"edits":[]},"thinking":{"type":"enabled","budget_tokens":2000},"stop_sequences":["x"],""" + Ask[1..];

        using var answer = await world.PostAsync(Path, body);

        answer.Headers.GetValues("x-token-count").Should().Equal("estimate");
        answer.Headers.GetValues("x-router-ignored").Should().Equal("context_management");
        answer.Headers.GetValues("x-router-approximated").Should().Equal("thinking.budget_tokens");
    }

    [Fact]
    public async Task A_count_that_a_counting_target_cannot_take_is_estimated_where_another_can_serve_the_request()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "openai-responses", secondDialects: "openai-chat");

        using var answer = await world.PostAsync(Path, """{"stop_sequences":["x"],""" + Ask[1..]);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-token-count").Should().Equal("estimate");
        world.First.Requests.Should().BeEmpty();
        world.Second.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_counting_target_is_asked_before_one_that_only_could_serve_the_request()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, dialects: "openai-chat", secondDialects: "openai-responses");
        world.Second.OnNext(r => r.AnswerJsonAsync("""{"object":"response.input_tokens","input_tokens":17}"""));

        using var answer = await world.PostAsync(Path, """{"temperature":1,"service_tier":"auto",""" + Ask[1..]);

        (await answer.Content.ReadAsStringAsync()).Should().Be("""{"input_tokens":17}""");
        world.Second.Requests.Single().BodyText.Should().NotContain("temperature").And.NotContain("service_tier").And.NotContain("store");
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
