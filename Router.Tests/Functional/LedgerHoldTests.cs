// What the journal holds for a request while an upstream works on it.
using FluentAssertions;
using Router.Inference;
using Router.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LedgerHoldTests
{
    [Theory]
    [InlineData("9223372036854775807", 1_000_000_000_000)]
    [InlineData("77", 77)]
    public async Task The_output_limit_of_the_caller_is_held_and_bounded(string limit, long held)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(exchange => exchange.StallAsync());
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(upstream.BaseUrl, "chat"));
        using var leaving = new CancellationTokenSource();

        var asked = router.Caller.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative),
            new StringContent($$"""{"model":"chat","max_tokens":{{limit}},"messages":[{"role":"user","content":"x"}]}"""),
            leaving.Token);
        await upstream.RequestAsync();

        var slot = JournalScan.Read(UsageLedger.JournalDirectory(router.Folder["data"])).Slots.Should().ContainSingle().Subject;
        slot.Settlement.Should().BeNull();
        slot.Target!.HeldOutputTokens.Should().Be(held);

        await leaving.CancelAsync();
        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("anthropic-messages")]
    [InlineData("openai-chat")]
    public async Task What_a_stream_has_given_is_in_the_journal_before_the_caller_has_it(string dialect)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(async exchange =>
        {
            await exchange.StartEventsAsync();
            await exchange.SendChunkAsync(DialectText.Messages.Preamble + DialectText.Messages.Content);
            await exchange.StallAsync();
        });
        await using var router = await RunningRouter.StartAsync(RouterConfigText.InDialect("anthropic-messages", upstream.BaseUrl, "chat"));
        var text = DialectText.All.Single(text => text.Name == dialect);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(text.Path, UriKind.Relative)) { Content = new StringContent(text.StreamRequest) };
        using var answer = await router.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var caller = new StreamingCaller(answer, await answer.Content.ReadAsStreamAsync());
        await caller.ReadUntilSeenAsync("Gr");

        var slot = JournalScan.Read(UsageLedger.JournalDirectory(router.Folder["data"])).Slots.Should().ContainSingle().Subject;
        slot.Settlement.Should().BeNull();
        slot.Progress!.Served.Should().Be(slot.Target);
        slot.Progress.Usage.Should().BeEquivalentTo(new { Input = 11, CacheRead = 5, Output = 2 });
        slot.Progress.UsageSource.Should().Be(UsageSource.Estimated, "the text is counted, for a stream tells its output at its end");
        slot.Progress.TtftMs.Should().NotBeNull();
        await caller.LeaveAsync();
    }

    [Theory]
    [InlineData("anthropic-messages")]
    [InlineData("openai-chat")]
    public async Task What_came_soon_after_a_note_is_noted_when_the_stream_falls_silent_behind_it(string dialect)
    {
        var time = new ManualTimeProvider();
        await using var upstream = new ScriptedUpstream();
        var more = new TaskCompletionSource();
        upstream.OnEvery(async exchange =>
        {
            await exchange.StartEventsAsync();
            await exchange.SendChunkAsync(DialectText.Messages.Preamble + DialectText.Messages.Content);
            await more.Task;
            await exchange.SendChunkAsync(DialectText.Messages.Content.Replace("Grüße", new string('x', 400) + "Ende", StringComparison.Ordinal));
            await exchange.StallAsync();
        });
        await using var router = await RunningRouter.StartAsync(RouterConfigText.InDialect("anthropic-messages", upstream.BaseUrl, "chat"), time);
        var text = DialectText.All.Single(text => text.Name == dialect);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(text.Path, UriKind.Relative)) { Content = new StringContent(text.StreamRequest) };
        using var answer = await router.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var caller = new StreamingCaller(answer, await answer.Content.ReadAsStreamAsync());
        await caller.ReadUntilSeenAsync("Gr");
        NotedOutput().Should().Be(2);

        more.SetResult();
        await caller.ReadUntilSeenAsync("Ende");
        NotedOutput().Should().Be(2, "a second has not passed");

        while (NotedOutput() == 2)
        {
            // Once more when the pump was still at its flush.
            await time.WhenArmedAsync(TimeSpan.FromSeconds(1));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        NotedOutput().Should().BeGreaterThan(100);
        await caller.LeaveAsync();

        long? NotedOutput() =>
            JournalScan.Read(UsageLedger.JournalDirectory(router.Folder["data"])).Slots.Should().ContainSingle().Subject.Progress!.Usage.Output;
    }

    [Fact]
    public async Task The_attempts_before_the_one_in_flight_are_in_the_journal()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(exchange => exchange.AnswerJsonAsync("{}", status: 503));
        upstream.OnEvery(exchange => exchange.StallAsync());
        await using var router = await RunningRouter.StartAsync(
            RouterConfigText.Of(upstream.BaseUrl, "chat").Replace("same_target: 0", "same_target: 1", StringComparison.Ordinal));
        using var leaving = new CancellationTokenSource();
        var asked = router.Caller.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(ChatText.Request), leaving.Token);
        await upstream.RequestAsync(2);

        var slot = JournalScan.Read(UsageLedger.JournalDirectory(router.Folder["data"])).Slots.Should().ContainSingle().Subject;
        slot.Target!.Attempt.Should().Be(2);
        slot.Progress!.Attempts.Should().ContainSingle().Which.Should().Match<AttemptFacts>(first => first.Index == 1 && first.Status == 503);

        await leaving.CancelAsync();
        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }
}
