// A router in a container that has less memory than its bodies may take.
using System.Net;
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class SmallHeapTests
{
    private const int Heap = 128 << 20;
    private const int Callers = 5;
    private const int BodyBytes = 24 << 20;

    [Fact]
    public async Task Bodies_beyond_the_memory_of_the_process_are_told_to_come_back()
    {
        await using var upstream = new ScriptedUpstream();
        var goOn = new TaskCompletionSource();
        upstream.OnEvery(async r =>
        {
            await goOn.Task;
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        await using var router = new RouterProcess(RouterConfigText.Of(upstream.BaseUrl, "chat")) { HeapBytes = Heap };
        await router.StartAsync();
        using var caller = new RouterClient(router.Address, RouterProcess.CallerToken);
        var body = Encoding.UTF8.GetBytes(ChatText.Request.TrimEnd()[..^1] + $",\"x\":\"{new string('x', BodyBytes)}\"}}");

        var answers = Enumerable.Range(0, Callers).Select(_ => AskAsync(caller, new ByteArrayContent(body))).ToArray();
        var first = await Task.WhenAny(answers).Within();
        goOn.SetResult();
        (await first).Should().Be(HttpStatusCode.ServiceUnavailable, "nothing is served before one is refused");

        (await Task.WhenAll(answers).Within()).Should().OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
        (await AskAsync(caller, new StringContent(ChatText.Request))).Should().Be(HttpStatusCode.OK);
        (await router.StopAsync()).Should().BeTrue();
    }

    private static async Task<HttpStatusCode> AskAsync(RouterClient caller, HttpContent content)
    {
        using var answer = await caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        return answer.StatusCode;
    }
}
