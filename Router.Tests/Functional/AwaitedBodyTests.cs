// Requests whose body is still to come, in the ledger.
using FluentAssertions;
using Router.Ledger;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class AwaitedBodyTests
{
    private static readonly string Head =
        $"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\nconnection: close\r\n"
        + $"content-length: {ChatText.Request.Length}\r\n\r\n";

    [UnixFact]
    public async Task A_kill_while_a_body_arrives_leaves_its_row()
    {
        await using var upstream = new ScriptedUpstream();
        await using var router = new RouterProcess(RouterConfigText.Of(upstream.BaseUrl, "chat"));
        await router.StartAsync();
        using var caller = await RawCaller.ConnectAsync(router.Address);
        await caller.SendAsync(Head + ChatText.Request[..1]);
        await WhenAwaitedAsync(router.LedgerFile);

        await router.KillAsync();
        await router.StartAsync();

        var row = (await StoredRows.ReadAsync(router.LedgerFile)).Should().ContainSingle().Subject;
        (row.Text("outcome"), row.Text("caller_id"), row.Text("provider"), row.Number("total_cost")).Should().Be(("interrupted", "tests", null, 0));
        upstream.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_comes_later_than_its_head_leaves_one_row_and_no_place_taken(bool isWhole)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);
        await caller.SendAsync(Head + ChatText.Request[..1]);
        await world.Clock.WhenArmedAsync(BodyReader.Deadline);
        world.Router.Host.Ledger.SlotsInUse.Should().Be(1);

        if (isWhole)
        {
            await caller.SendAsync(ChatText.Request[1..]);
            (await caller.ReadToEndAsync()).Should().StartWith("HTTP/1.1 200");
        }
        else
        {
            caller.Reset();
        }

        var row = (await world.Router.RowsAsync(1)).Single();
        row.Text("outcome").Should().Be(isWhole ? "completed" : "cancelled");
        await world.Router.StopAsync();
        Awaited(world.Router.LedgerFile).Should().BeEmpty("an orderly end leaves nothing to recover when no place is taken");
    }

    private static async Task WhenAwaitedAsync(string ledgerFile)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!Awaited(ledgerFile).Any())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static IEnumerable<JournalSlot> Awaited(string ledgerFile) =>
        JournalScan.Read(UsageLedger.JournalDirectory(Path.GetDirectoryName(ledgerFile)!)).Slots.Where(slot => slot.IsAwaited);
}
