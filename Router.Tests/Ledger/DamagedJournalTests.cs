// A journal that something else has harmed is kept and told of; one that a kill left is not.
using FluentAssertions;
using Router.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class DamagedJournalTests : IDisposable
{
    private const int Damaged = 1617;

    private readonly LedgerFolder _folder = new();

    private string Extent => JournalScan.ExtentPath(_folder.JournalDirectory, 0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_a_file_that_was_cut_short_what_is_left_goes_to_the_ledger_and_the_file_is_kept()
    {
        Leave();
        Change(file => file.SetLength(4_000_000));
        var left = File.ReadAllBytes(Extent);

        StartEvents().Should().Contain(Damaged);

        _folder.Column("SELECT outcome FROM usage ORDER BY seq").Should().Equal("completed", "interrupted");
        File.ReadAllBytes(JournalScan.ExtentPath(Path.Combine(_folder.JournalDirectory, "damaged-1"), 0)).Should().Equal(left);
    }

    [Fact]
    public void A_file_that_something_else_wrote_into_is_kept()
    {
        Leave();
        Change(file =>
        {
            file.Position = 100;
            file.Write(Enumerable.Repeat((byte)0xA5, 1_000_000).ToArray());
        });

        StartEvents().Should().Contain(Damaged);

        Directory.Exists(Path.Combine(_folder.JournalDirectory, "damaged-1")).Should().BeTrue();
    }

    [Fact]
    public void A_record_that_a_kill_cut_off_is_no_damage()
    {
        Leave();
        Change(file =>
        {
            file.Position = SlotPlace.Of(1, SlotLayout.HeaderBytes + 9).Place;
            file.WriteByte(0xA5);
        });

        StartEvents().Should().NotContain(Damaged);
    }

    [Fact]
    public void A_file_whose_making_was_cut_off_is_no_damage()
    {
        Directory.CreateDirectory(_folder.JournalDirectory);
        File.WriteAllBytes(Extent, new byte[3_000_000]);

        StartEvents().Should().NotContain(Damaged);
    }

    /// <summary>Leaves a settled and an open request, as a kill does.</summary>
    private void Leave()
    {
        using var journal = _folder.Journal();
        journal.Settle(journal.Open(SampleFacts.Request(1), SampleFacts.Target())!, SampleFacts.Settled());
        journal.Open(SampleFacts.Request(2), SampleFacts.Target());
    }

    private void Change(Action<FileStream> change)
    {
        using var file = new FileStream(Extent, FileMode.Open, FileAccess.ReadWrite);
        change(file);
    }

    private List<int> StartEvents()
    {
        using var logs = new ListLoggerProvider();
        _folder.Start(logger: logs.For<UsageLedger>()).Dispose();
        return [.. logs.Lines.Select(line => line.Event.Id)];
    }
}
