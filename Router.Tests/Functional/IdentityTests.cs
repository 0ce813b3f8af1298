// Who a caller is, over real HTTP.
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class IdentityTests
{
    [Fact]
    public async Task A_static_token_reaches_the_upstream_and_leaves_one_row()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync("""{"id":"c","object":"chat.completion","model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"""));
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(upstream.BaseUrl, "chat"));

        using var answer = await router.ChatAsync("""{"model":"chat","messages":[{"role":"user","content":"hello"}]}""");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var row = await router.RowAsync();
        row.Text("caller_id").Should().Be("tests");
        row.Attempts.Should().ContainSingle();
    }
}
