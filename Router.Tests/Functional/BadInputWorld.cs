// One router with a small body limit for all the bad requests of a test class, and what each of them must leave behind.
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class BadInputWorld : IAsyncLifetime
{
    /// <summary>The limit of this router; bytes.</summary>
    internal const int MaxBytes = 256 * 1024;

    private readonly ScriptedUpstream _upstream = new();

    internal RunningRouter Router { get; private set; } = null!;

    internal ScriptedUpstream Upstream => _upstream;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        var yaml = RouterConfigText.Of(_upstream.BaseUrl, "chat").Replace("server: { ", $"server: {{ max_request_bytes: {MaxBytes}, ", StringComparison.Ordinal);
        Router = await RunningRouter.StartAsync(yaml);
    }

    public async Task DisposeAsync()
    {
        await Router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    internal static ByteArrayContent Body(byte[] bytes, string? coding = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (coding is not null)
        {
            content.Headers.TryAddWithoutValidation("content-encoding", coding);
        }

        return content;
    }

    internal static ByteArrayContent Body(string text) => Body(Encoding.UTF8.GetBytes(text));

    /// <summary>Posts, and holds the router to: its own error, at once, nothing sent upstream, one row that says the same.</summary>
    internal async Task<RouterErrorAnswer> RefusedAsync(HttpContent body, int status, string code, string path = "/v1/chat/completions")
    {
        var sent = _upstream.RequestCount;
        using var answer = await AskQuicklyAsync(body, path);

        var error = path.EndsWith("messages", StringComparison.Ordinal)
            ? await RouterErrorAnswer.OfAnthropicAsync(answer)
            : await RouterErrorAnswer.OfOpenAIAsync(answer);
        error.Status.Should().Be(status);
        error.Code.Should().Be(code);
        _upstream.RequestCount.Should().Be(sent);

        var row = (await Router.RowsAsync()).Should().ContainSingle(it => it.Text("request_id") == error.RequestId).Which;
        row.Text("outcome").Should().Be("refused");
        row.Text("error_code").Should().Be(code);
        row.Number("status").Should().Be(status);
        row.Number("attempts").Should().Be(0);
        row.Text("provider").Should().BeNull();
        row.Text("caller_id").Should().Be("tests");
        row.Number("total_cost").Should().Be(0);
        row.Attempts.Should().BeEmpty();
        return error;
    }

    /// <summary>Posts, once more when the machine was too busy for a quick answer.</summary>
    private async Task<HttpResponseMessage> AskQuicklyAsync(HttpContent body, string path)
    {
        for (var tries = 1; ; tries++)
        {
            var clock = Stopwatch.StartNew();
            var answer = await Router.Caller.PostAsync(new Uri(path, UriKind.Relative), body);
            if (clock.Elapsed < TimeSpan.FromSeconds(5))
            {
                return answer;
            }

            answer.Dispose();
            tries.Should().BeLessThan(3, "a refusal costs no more than reading the body");
        }
    }
}
