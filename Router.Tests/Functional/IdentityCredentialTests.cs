// Which credentials open the caller surface, over real HTTP.
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class IdentityCredentialTests : IAsyncLifetime
{
    private const string Other = "another-callers-token";

    private readonly ScriptedUpstream _upstream = new();
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        var yaml = RouterConfigText.Of(_upstream.BaseUrl, "chat", "secret")
            .Replace("  secret:\n", "  secret:\n    aliases: [hidden]\n", StringComparison.Ordinal)
            .Replace("  chat:\n", "  chat:\n    aliases: [gpt-4o, fast]\n", StringComparison.Ordinal)
            .Replace("callers:\n", $"callers:\n  - {{ id: other, user: bob, project: web, environment: staging, token_sha256: \"{RouterConfigText.HashOf(Other)}\", allow: [chat] }}\n", StringComparison.Ordinal);
        _router = await RunningRouter.StartAsync(yaml);
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer unknown")]
    [InlineData("Bearer admin-token-of-the-tests")]
    [InlineData("Basic dGVzdHM6dGVzdHM=")]
    [InlineData("caller-token-of-the-tests")]
    [InlineData("Bearer caller-token-of-the-test")]
    [InlineData("Bearer caller-token-of-the-testsx")]
    [InlineData("Bearer caller-token-of-the-tests, Bearer caller-token-of-the-tests")]
    [InlineData("Bearer Caller-Token-Of-The-Tests")]
    public async Task A_credential_that_is_no_callers_is_401_without_a_row(string? authorization)
    {
        using var answer = await PostAsync(authorization, null);

        var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
        error.Status.Should().Be(401);
        error.Code.Should().Be("invalid_token");
        error.Type.Should().Be("invalid_request_error");
        error.OpenAICode.Should().Be("invalid_api_key");
        answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        answer.Headers.GetValues("x-should-retry").Should().Equal(["false"], "Claude Code repeats a 401 for three minutes otherwise");
        _upstream.RequestCount.Should().Be(0);
        (await _router.RowsAsync()).Should().BeEmpty();
        if (authorization is { Length: > 10 })
        {
            error.Message.Should().NotContain(authorization[7..]);
        }
    }

    [Fact]
    public async Task A_token_of_a_megabyte_or_with_odd_bytes_is_refused()
    {
        foreach (var token in (string[])[new string('t', 20_000), "tök€n"])
        {
            using var caller = await RawCaller.ConnectAsync(_router.Host.Address);
            await caller.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nconnection: close\r\nauthorization: Bearer {token}\r\ncontent-length: 2\r\n\r\n{{}}");
            (await caller.ReadToEndAsync()).Should().MatchRegex("^HTTP/1.1 40[01] ").And.NotContain(token);
        }
    }

    [Fact]
    public async Task Two_different_tokens_are_400_and_the_same_one_twice_is_served()
    {
        using var different = await PostAsync("Bearer " + RouterProcess.CallerToken, Other);
        using var same = await PostAsync("bearer " + RouterProcess.CallerToken, RouterProcess.CallerToken);

        var error = await RouterErrorAnswer.OfOpenAIAsync(different);
        error.Status.Should().Be(400);
        error.Code.Should().Be("ambiguous_credentials");
        error.OpenAICode.Should().Be("ambiguous_credentials");
        same.StatusCode.Should().Be(HttpStatusCode.OK);
        (await _router.RowsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task An_unknown_token_on_the_messages_path_is_refused_in_its_own_envelope()
    {
        using var answer = await PostAsync(null, "unknown", "/v1/messages");

        var error = await RouterErrorAnswer.OfAnthropicAsync(answer);
        error.Status.Should().Be(401);
        error.Type.Should().Be("authentication_error");
    }

    [Fact]
    public async Task A_token_in_the_query_opens_nothing()
    {
        using var answer = await PostAsync(null, null, $"/v1/chat/completions?api_key={RouterProcess.CallerToken}&key={RouterProcess.CallerToken}");

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_x_api_key_header_is_as_good_as_a_bearer_token()
    {
        using var answer = await PostAsync(null, Other);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var row = await _router.RowAsync();
        row.Text("caller_id").Should().Be("other");
        row.Text("user_id").Should().Be("bob");
        row.Text("project_id").Should().Be("web");
        row.Text("environment").Should().Be("staging");
        _upstream.Requests[0]["x-api-key"].Should().BeNull();
    }

    [Fact]
    public async Task A_forbidden_group_answers_as_one_that_does_not_exist()
    {
        using var caller = _router.CallerWith(Other);
        var errors = new List<RouterErrorAnswer>();
        foreach (var group in (string[])["secret", "hidden", "nothin"])
        {
            using var answer = await caller.PostAsync(
                new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body($$"""{"model":"{{group}}","messages":[]}"""));
            var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
            errors.Add(error with { RequestId = "", Message = error.Message.Replace(group, "GROUP", StringComparison.Ordinal) });
        }

        errors.Should().AllBeEquivalentTo(errors[2]);
        errors[2].Status.Should().Be(404);
        errors[2].Code.Should().Be("model_not_found");
        (await _router.RowsAsync()).Should().OnlyContain(row => row["group_name"] == null, "a caller must not learn of a group from its own rows");
    }

    [Fact]
    public async Task An_alias_is_served_by_its_group_and_the_row_names_the_group()
    {
        using var answer = await _router.ChatAsync(ChatText.Request.Replace("\"chat\"", "\"gpt-4o\"", StringComparison.Ordinal));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-router-group").Should().Equal("chat");
        (await _router.RowAsync()).Text("group_name").Should().Be("chat");
        _upstream.Requests[0].Json["model"]!.GetValue<string>().Should().Be(RouterConfigText.UpstreamModel);
    }

    private async Task<HttpResponseMessage> PostAsync(string? authorization, string? apiKey, string path = "/v1/chat/completions")
    {
        using var client = _router.CallerWith(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = BadInputWorld.Body(ChatText.Request) };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("authorization", authorization);
        }

        if (apiKey is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", apiKey);
        }

        return await client.SendAsync(request);
    }
}
