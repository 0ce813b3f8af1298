// Where slots lie in a journal's file.
using FluentAssertions;
using Router.Ledger;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class SlotPlaceTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_byte_of_every_slot_has_a_place_of_its_own_in_the_file()
    {
        var taken = new bool[(long)SlotLayout.SlotBytes * SlotLayout.SlotsPerExtent];
        for (var slot = 0; slot < SlotLayout.SlotsPerExtent; slot++)
        {
            for (var at = 0; at < SlotLayout.SlotBytes;)
            {
                var (place, run) = SlotPlace.Of(slot, at);
                var room = taken.AsSpan((int)place, run);
                room.Contains(true).Should().BeFalse();
                room.Fill(true);
                at += run;
            }
        }

        taken.AsSpan().Contains(false).Should().BeFalse();
    }

    [Fact]
    public void A_place_within_a_run_follows_from_its_beginning()
    {
        for (var at = 0; at < SlotLayout.SlotBytes; at++)
        {
            var (place, run) = SlotPlace.Of(3, at);
            if (run > 1)
            {
                SlotPlace.Of(3, at + 1).Should().Be((place + 1, run - 1));
            }
        }
    }

    [Fact]
    public void What_a_usual_request_writes_lies_in_the_dense_part()
    {
        using (var journal = _folder.Journal())
        {
            foreach (var number in Enumerable.Range(1, 100))
            {
                var open = journal.Open(SampleFacts.Request(number), SampleFacts.Target())!;
                journal.Retarget(open, SampleFacts.Target(2, "other"), SampleFacts.Progress(SampleFacts.Attempt(1)));
                if (number % 2 == 0)
                {
                    journal.Settle(open, SampleFacts.Settled());
                }
            }
        }

        var file = File.ReadAllBytes(JournalScan.ExtentPath(_folder.JournalDirectory, 0));

        file.AsSpan().LastIndexOfAnyExcept((byte)0).Should().BeLessThan(SlotPlace.DenseBytes * 101);
        _folder.Scan().Slots.Should().HaveCount(100);
    }
}
