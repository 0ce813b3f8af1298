// What the journal holds for a request while an upstream works on it.
using FluentAssertions;
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
}
