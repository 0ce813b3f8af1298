// What of a request reaches the provider: every byte but the model and the usage flag, and few of the headers.
using System.Net;
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class IdentityForwardingTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = new();
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.Request.BodyText.Contains("\"stream\": true", StringComparison.Ordinal)
            ? ChatText.StreamAsync(r)
            : r.AnswerJsonAsync(ChatText.Answer));
        _router = await RunningRouter.StartAsync(RouterConfigText.Of(_upstream.BaseUrl, "chat"));
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("{\"model\":\"chat\",\"messages\":[]}")]
    [InlineData("\r\n\t { \"messages\" : [ ] , \"model\"\t:\n\"chat\" }\n ")]
    [InlineData("{\"x_unknown\":{\"b\":1,\"a\":[null,true,{}]},\"model\":\"chat\",\"messages\":[],\"zzz\":\"\"}")]
    [InlineData("{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"\\u0041\\/\\ud83d\\ude00 \\ud800 \\\"chat\\\" é 😀\"}]}")]
    [InlineData("{\"n1\":1E+400,\"n2\":0.10000000000000000555,\"n3\":-0,\"n4\":123456789012345678901234567890,\"model\":\"chat\",\"messages\":[]}")]
    [InlineData("{\"messages\":[{\"model\":\"chat\",\"model\":\"chat\"}],\"metadata\":{\"model\":\"chat\"},\"model\":\"chat\"}")]
    public async Task Only_the_value_of_the_model_changes(string body)
    {
        using var answer = await _router.ChatAsync(body);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var at = TopLevelModel(body);
        _upstream.Requests[0].BodyText.Should().Be(string.Concat(body.AsSpan(0, at), "\"up-model\"", body.AsSpan(at + "\"chat\"".Length)));
    }

    [Fact]
    public async Task A_model_written_in_escapes_is_understood()
    {
        using var answer = await _router.ChatAsync("""{"mod\u0065l":"ch\u0061t","messages":[]}""");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        _upstream.Requests[0].BodyText.Should().Be("""{"mod\u0065l":"up-model","messages":[]}""");
    }

    [Theory]
    [InlineData("""{"model":"chat","stream": true,"messages":[]}""", """{"model":"up-model","stream": true,"stream_options":{"include_usage":true},"messages":[]}""")]
    [InlineData("""{"stream_options":{"include_usage":true},"model":"chat","stream": true,"messages":[]}""", """{"stream_options":{"include_usage":true},"model":"up-model","stream": true,"messages":[]}""")]
    [InlineData("""{"stream_options":{"other": 1},"model":"chat","stream": true,"messages":[]}""", """{"stream_options":{"include_usage":true,"other": 1},"model":"up-model","stream": true,"messages":[]}""")]
    public async Task A_stream_is_asked_for_its_usage_and_nothing_else_changes(string body, string sent)
    {
        using var answer = await _router.ChatAsync(body);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        _upstream.Requests[0].BodyText.Should().Be(sent);
    }

    [Fact]
    public async Task A_large_body_arrives_whole()
    {
        var words = new string('w', 3_000_000);
        var body = $$"""{"messages":[{"role":"user","content":"{{words}}"}],"model":"chat"}""";

        using var answer = await _router.ChatAsync(body);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        _upstream.Requests[0].BodyText.Should().Be(body.Replace("\"chat\"", "\"up-model\"", StringComparison.Ordinal));
        _upstream.Requests[0]["content-length"].Should().Be(_upstream.Requests[0].Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Of_the_headers_the_dialects_own_go_along_and_the_callers_own_stay()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = BadInputWorld.Body(ChatText.Request) };
        (string Name, string Value)[] headers =
        [
            ("openai-beta", "assistants=v2"), ("idempotency-key", "once-1"), ("x-client-request-id", "client-7"),
            ("x-stainless-lang", "python"), ("x-stainless-retry-count", "1"), ("user-agent", "OpenAI/Python 2.0"), ("cookie", "a=b"),
            ("openai-organization", "org-callers"), ("accept-encoding", "gzip, br"), ("x-forwarded-for", "10.1.1.1"), ("traceparent", "00-1-1-00"),
            ("x-request-id", "the-callers-own"),
        ];
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _router.Caller.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var sent = _upstream.Requests[0];
        sent.Method.Should().Be("POST");
        sent.Target.Should().Be("/v1/chat/completions");
        sent["authorization"].Should().Be("Bearer key-of-the-provider");
        sent["openai-beta"].Should().Be("assistants=v2");
        sent["idempotency-key"].Should().Be("once-1");
        sent["x-client-request-id"].Should().Be("client-7");
        sent["x-request-id"].Should().Be(answer.Headers.GetValues("x-request-id").Single());
        sent["content-type"].Should().Be("application/json");
        sent.Headers.Select(header => header.Key.ToLowerInvariant()).Should().BeEquivalentTo(
            "host", "content-length", "content-type", "accept", "user-agent", "authorization", "openai-beta", "idempotency-key", "x-client-request-id", "x-request-id");
        sent["user-agent"].Should().NotContain("OpenAI");
        sent.Headers.Should().NotContain(header => header.Value.Contains(RouterProcess.CallerToken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forwarded_header_with_odd_bytes_does_not_break_the_request()
    {
        using var caller = await RawCaller.ConnectAsync(_router.Host.Address);

        await caller.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nconnection: close\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\n"
            + $"idempotency-key: caf\u00c3\u00a9\r\ncontent-length: {ChatText.Request.Length}\r\n\r\n{ChatText.Request}");

        (await caller.ReadToEndAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    private static int TopLevelModel(string body)
    {
        var reader = new System.Text.Json.Utf8JsonReader(Encoding.UTF8.GetBytes(body));
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == System.Text.Json.JsonTokenType.PropertyName && reader.ValueTextEquals("model"))
            {
                reader.Read();
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body)[..(int)reader.TokenStartIndex]).Length;
            }
        }

        throw new InvalidOperationException("No model.");
    }
}
