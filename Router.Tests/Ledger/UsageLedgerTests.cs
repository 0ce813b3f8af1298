// The running ledger: concurrent, patient with its database, alone on its file.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class UsageLedgerTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Requests_of_eight_threads_each_get_one_row()
    {
        const int Threads = 8;
        const int Each = 2_500;
        using (var ledger = _folder.Start())
        {
            var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
            {
                for (var i = 0; i < Each; i++)
                {
                    Complete(ledger, (thread * Each) + i);
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        }

        var findings = _folder.Verify();
        findings.Problems.Should().BeEmpty();
        findings.Rows.Should().Be(Threads * Each);
        _folder.Value("SELECT COUNT(DISTINCT request_id) FROM usage").Should().Be((long)Threads * Each);
        _folder.Scan().Slots.Should().BeEmpty("the end was orderly");
    }

    [Fact]
    public async Task Flush_ends_when_the_rows_are_there()
    {
        using var ledger = _folder.Start(power: true);
        Complete(ledger, 1);
        ledger.Record(SampleFacts.Request(2), SampleFacts.Refused()).Should().BeTrue();
        await ledger.Flush();
        _folder.Value("SELECT COUNT(*) FROM usage").Should().Be(2L);
        ledger.SlotsInUse.Should().Be(0);
        ledger.QueueLength.Should().Be(0);
        ledger.RowsWritten.Should().Be(2);
    }

    [Fact]
    public async Task A_database_that_another_process_holds_is_waited_for()
    {
        using var ledger = _folder.Start(time: new HastyTime());
        using (var other = _folder.Database.OpenWriter())
        {
            using var hold = Hold(other);
            for (var i = 0; i < 1_500; i++)
            {
                Complete(ledger, i);
            }

            WaitFor(() => ledger.Trouble == "database_busy");
            ledger.SlotsInUse.Should().Be(1_500);
            ledger.NotReady.Should().BeNull("requests are served meanwhile");
        }

        await ledger.Flush();
        ledger.Trouble.Should().BeNull();
        _folder.Verify().Should().BeEquivalentTo(new { Ok = true, Rows = 1_500L });
    }

    [Fact]
    public async Task A_full_disk_keeps_the_rows_until_there_is_room()
    {
        var full = true;
        using var ledger = _folder.Start(
            () =>
            {
                var connection = _folder.Database.OpenWriter();
                if (Volatile.Read(ref full))
                {
                    // SQLite takes the size that the file has, when that is more.
                    using var limit = connection.CreateCommand();
                    limit.CommandText = "PRAGMA max_page_count = 1";
                    limit.ExecuteNonQuery();
                }

                return connection;
            },
            new HastyTime());
        for (var i = 0; i < 1_500; i++)
        {
            Complete(ledger, i);
        }

        WaitFor(() => ledger.Trouble == "database_full");
        ledger.NotReady.Should().Be("database_full");
        Volatile.Write(ref full, false);
        await ledger.Flush();
        _folder.Verify().Should().BeEquivalentTo(new { Ok = true, Rows = 1_500L });
    }

    [Fact]
    public async Task A_request_id_that_has_a_row_already_does_not_stop_the_rows_behind_it()
    {
        using var ledger = _folder.Start(time: new HastyTime());
        Complete(ledger, 1);
        Complete(ledger, 1);
        Complete(ledger, 2);
        await ledger.Flush();
        _folder.Verify().Should().BeEquivalentTo(new { Ok = true, Rows = 2L });
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_is_set_aside_and_the_others_go_on()
    {
        using (var ledger = _folder.Start(time: new HastyTime()))
        {
            Complete(ledger, 1);
            var twice = SampleFacts.Settled(SampleFacts.Attempt(1), SampleFacts.Attempt(1));
            ledger.Settle(ledger.Open(SampleFacts.Request(2), SampleFacts.Target())!, twice);
            Complete(ledger, 3);
            await ledger.Flush();
            ledger.Trouble.Should().BeNull();
            ledger.SlotsInUse.Should().Be(1, "the refused row keeps its slot");
        }

        _folder.Scan().Slots.Should().Contain(slot => slot.Request.RequestId == SampleFacts.Id(2));
        _folder.Start().Dispose();
        var kept = Directory.GetDirectories(_folder.JournalDirectory).Should().ContainSingle().Subject;
        JournalScan.Read(kept).Slots.Should().Contain(slot => slot.Request.RequestId == SampleFacts.Id(2));
        _folder.Scan().Slots.Should().BeEmpty();
        _folder.Column("SELECT request_id FROM usage ORDER BY seq").Should().Equal(SampleFacts.Id(1), SampleFacts.Id(3));
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_stop_while_the_database_is_held_leaves_the_rows_to_the_next_start()
    {
        using (var other = _folder.Database.OpenWriter())
        {
            var ledger = _folder.Start(time: new HastyTime());
            using var hold = Hold(other);
            Complete(ledger, 1);
            ledger.Open(SampleFacts.Request(2), SampleFacts.Target());
            ledger.Dispose();
        }

        WaitingRequests.Count(_folder.DataDirectory, _folder.Database).Should().Be(new WaitingRequests(1, 1));
        _folder.Start().Dispose();
        WaitingRequests.Count(_folder.DataDirectory, _folder.Database).Should().Be(new WaitingRequests(0, 0));
        _folder.Column("SELECT outcome FROM usage ORDER BY seq").Should().Equal("completed", "interrupted");
    }

    [Fact]
    public void Settling_twice_throws()
    {
        using var ledger = _folder.Start();
        var open = ledger.Open(SampleFacts.Request(1), SampleFacts.Target())!;
        ledger.Settle(open, SampleFacts.Settled());
        ledger.Invoking(twice => twice.Settle(open, SampleFacts.Settled())).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_second_router_on_the_same_ledger_is_told_who_holds_it()
    {
        var first = _folder.Start();
        FluentActions.Invoking(() => _folder.Start()).Should().Throw<IOException>().WithMessage($"*process {Environment.ProcessId} on *");
        first.Dispose();
        _folder.Start().Dispose();
    }

    private static void Complete(UsageLedger ledger, int number)
    {
        var open = ledger.Open(SampleFacts.Request(number), SampleFacts.Target());
        open.Should().NotBeNull();
        ledger.Settle(open!, SampleFacts.Settled());
    }

    private static void WaitFor(Func<bool> condition) =>
        SpinWait.SpinUntil(condition, Patience.Limit).Should().BeTrue();

    private static SqliteTransaction Hold(SqliteConnection connection) => connection.BeginTransaction(deferred: false);
}
