// Answers that are one body, from the caller's side.
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class UpstreamAnswerTests
{
    [Fact]
    public async Task The_upstreams_answer_reaches_the_caller_byte_for_byte()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer, 200, ("x-request-id", "up-1"), ("x-ratelimit-remaining-requests", "41")));

        var (answer, body) = await world.AskAsync();

        body.Should().Be(UpstreamText.Answer);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        Header(answer, "x-request-id").Should().MatchRegex("^req_[0-9a-f]{32}$");
        Header(answer, "x-upstream-request-id").Should().Be("up-1");
        Header(answer, "x-ratelimit-remaining-requests").Should().Be("41");
        Header(answer, "x-router-group").Should().Be("chat");
        Header(answer, "x-router-attempts").Should().Be("1");
        Header(answer, "x-router-provider").Should().Be("p1");
        Header(answer, "x-router-model").Should().Be("m");
        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("completed");
        row.Number("input_tokens").Should().Be(7);
        row.Number("output_tokens").Should().Be(3);
        row.Text("usage_source").Should().Be("reported");
        row.Number("total_cost").Should().Be(7 * 1000 + 3 * 2000);
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().BeNull();
    }

    [Fact]
    public async Task The_request_goes_up_with_the_providers_key_and_model_and_without_the_callers_token()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        await world.AskAsync();

        var sent = await world.First.RequestAsync();
        sent.BodyText.Should().Be(UpstreamWorld.Ask.Replace("\"chat\"", "\"up-model\"", StringComparison.Ordinal));
        sent["authorization"].Should().Be("Bearer key-of-the-provider");
        sent["x-request-id"].Should().StartWith("req_");
        sent.Headers.Should().NotContain(h => h.Value.Contains(RouterProcess.CallerToken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_several_targets_the_upstreams_limits_stay_with_the_router()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer, 200, ("x-ratelimit-remaining-requests", "41")));

        var (answer, _) = await world.AskAsync();

        answer.Headers.Contains("x-ratelimit-remaining-requests").Should().BeFalse();
    }

    [Fact]
    public async Task Group_identity_rewrites_the_top_level_model_alone_and_names_no_target()
    {
        await using var world = await UpstreamWorld.StartAsync(server: "model_identity: group");
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, body) = await world.AskAsync();

        body.Should().Be(UpstreamText.Answer.Replace("\"up-model-x\"", "\"chat\"", StringComparison.Ordinal));
        answer.Headers.Contains("x-router-provider").Should().BeFalse();
        answer.Headers.Contains("x-router-model").Should().BeFalse();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task What_the_upstream_says_about_the_request_itself_is_passed_on_unchanged(int status)
    {
        const string words = """{"error":{"message":"temperature: too hot","type":"invalid_request_error","code":"x","param":"temperature"}, "more": 1}""";
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2");
        world.First.OnNext(r => r.AnswerJsonAsync(words, status, ("x-should-retry", "false")));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(status);
        body.Should().Be(words);
        Header(answer, "x-should-retry").Should().Be("false");
        answer.Headers.Contains("x-router-error").Should().BeFalse();
        world.Second.RequestCount.Should().Be(0);
        var row = await world.Router.RowAsync();
        row.Number("status").Should().Be(status);
        row.Text("outcome").Should().Be("failed");
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be("request");
    }

    [Fact]
    public async Task A_refusal_of_a_stream_request_is_passed_on_unchanged_too()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"no"}}""", 400));

        var (answer, body) = await world.AskAsync(UpstreamWorld.AskStream);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        body.Should().Be("""{"error":{"message":"no"}}""");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_provider_key_is_the_routers_trouble_and_its_words_stay_here(int status)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"Incorrect API key: key-of-the-provider"}}""", status));

        var (answer, body) = await world.AskAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        Header(answer, "x-router-error").Should().Be("upstream_auth_failed");
        body.Should().NotContain("key-of-the-provider").And.NotContain("Incorrect");
    }

    [Theory]
    [InlineData(500, 502, "upstream_failed")]
    [InlineData(502, 502, "upstream_failed")]
    [InlineData(418, 502, "upstream_failed")]
    [InlineData(204, 502, "upstream_failed")]
    [InlineData(503, 503, "upstream_capacity")]
    [InlineData(529, 503, "upstream_capacity")]
    [InlineData(408, 504, "upstream_timeout")]
    [InlineData(504, 504, "upstream_timeout")]
    [InlineData(429, 503, "upstream_rate_limited")]
    public async Task Other_statuses_have_the_contracts_code(int status, int expected, string code)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerAsync(status, "application/json", status == 204 ? [] : """{"error":{"message":"the words"}}"""u8.ToArray()));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(expected);
        Header(answer, "x-router-error").Should().Be(code);
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith($"[{code}]");
        var row = await world.Router.RowAsync();
        row.Text("error_code").Should().Be(code);
        row.Attempts.Should().ContainSingle().Which["error_class"].Should().Be($"status_{status}");
        row.Number("total_cost").Should().Be(0);
    }

    [Theory]
    [InlineData(429, """{"error":{"message":"the words","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""")]
    [InlineData(429, """{"error":{"message":"the words","type":"requests","code":"insufficient_quota"}}""")]
    [InlineData(429, """{"type":"error","error":{"type":"billing_error","message":"the words"}}""")]
    [InlineData(402, """{"error":{"message":"the words","code":402}}""")]
    public async Task A_spent_account_of_the_provider_is_a_refusal_for_good(int status, string said)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, retry: "same_target: 2");
        world.First.OnNext(r => r.AnswerJsonAsync(said, status, ("retry-after", "1")));
        world.Second.OnNext(r => r.AnswerJsonAsync(said, status, ("retry-after", "1")));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(429);
        Header(answer, "x-router-error").Should().Be("upstream_quota");
        Header(answer, "x-should-retry").Should().Be("false");
        answer.Headers.RetryAfter.Should().BeNull();
        UpstreamWorld.ErrorIn(body).Code.Should().Be("insufficient_quota");
        UpstreamWorld.ErrorIn(body).Message.Should().Contain("the words");
        (world.First.RequestCount, world.Second.RequestCount).Should().Be((1, 1), "another target may have an account of its own");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_never_followed(int status)
    {
        await using var world = await UpstreamWorld.StartAsync();
        await using var elsewhere = new ScriptedUpstream();
        world.First.OnNext(r => r.AnswerAsync(status, "text/plain", [], ("location", elsewhere.BaseUrl + "/v1/chat/completions")));

        var (answer, body) = await world.AskAsync();

        Header(answer, "x-router-error").Should().Be("upstream_failed");
        body.Should().Contain("redirect").And.NotContain(elsewhere.BaseUrl);
        elsewhere.ConnectionCount.Should().Be(0);
        world.First.RequestCount.Should().Be(1);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
