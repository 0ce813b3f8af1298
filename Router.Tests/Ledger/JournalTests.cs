// The journal keeps what it is given, and nothing of what was there before.
using FluentAssertions;
using Router.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class JournalTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_opened_retargeted_and_settled_is_read_back_whole()
    {
        var settlement = SampleFacts.Settled(SampleFacts.Attempt(1, error: "status_500", cost: 9), SampleFacts.Attempt(2, "other"));
        settlement = settlement with { ErrorCode = "x", ImageCount = 2, UpstreamCost = -3 };
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            journal.Retarget(open, SampleFacts.Target(2, "other"), SampleFacts.Progress()).Should().BeTrue();
            journal.Settle(open, settlement).Should().BeNull();
        }

        var slot = _folder.Scan().Slots.Should().ContainSingle().Subject;
        slot.Request.Should().Be(SampleFacts.Request(1));
        slot.Target.Should().Be(SampleFacts.Target(2, "other"));
        slot.EarlierTarget.Should().Be(SampleFacts.Target());
        Same(slot.Settlement!, settlement);
    }

    [Fact]
    public void The_largest_record_fits_its_regions()
    {
        var (request, target, settlement) = SampleFacts.Largest();
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(request, target with { Attempt = 1 })!;
            journal.Retarget(open, target, SampleFacts.Progress()).Should().BeTrue();
            journal.Settle(open, settlement).Should().BeNull();
        }

        var slot = _folder.Scan().Slots.Single();
        slot.Request.Should().Be(request);
        slot.EarlierTarget.Should().Be(target);
        Same(slot.Settlement!, settlement);
        request.UserId.Should().HaveLength(64);
        request.ClientSession.Should().HaveLength(128);
    }

    [Fact]
    public void A_text_is_never_cut_inside_a_character()
    {
        var name = TextBound.Name.Cut(new string('a', 62) + "😀😀");
        name.Should().Be(new string('a', 62));
        TextBound.Id.Cut(new string('é', 70)).Should().Be(new string('é', 64));
    }

    [Fact]
    public void A_used_slot_never_shows_the_settlement_of_an_earlier_request()
    {
        using (var journal = _folder.Journal())
        {
            var first = journal.Open(SampleFacts.Request(1), SampleFacts.Target(1))!;
            journal.Retarget(first, SampleFacts.Target(2, "other"), SampleFacts.Progress());
            journal.Settle(first, SampleFacts.Settled());
            journal.Release(first.Slot);
            var second = journal.Open(SampleFacts.Request(2), SampleFacts.Target(1))!;
            second.Slot.Should().Be(first.Slot);
        }

        var slot = _folder.Scan().Slots.Single();
        slot.Request.RequestId.Should().Be(SampleFacts.Id(2));
        slot.Settlement.Should().BeNull();
        slot.EarlierTarget.Should().BeNull();
    }

    [Theory]
    [InlineData(SlotLayout.RequestAt, 0)]
    [InlineData(SlotLayout.SettlementAt, 1)]
    public void A_torn_region_is_not_read(int region, int slotsLeft)
    {
        int slot;
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            journal.Settle(open, SampleFacts.Settled());
            slot = open.Slot;
        }

        Flip(SlotPlace.Of(slot, region + SlotLayout.HeaderBytes + 9).Place);
        var slots = _folder.Scan().Slots;
        slots.Should().HaveCount(slotsLeft);
        slots.Should().NotContain(left => left.Settlement != null);
    }

    [Fact]
    public void A_torn_second_target_leaves_the_first()
    {
        int slot;
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            journal.Retarget(open, SampleFacts.Target(2, "other"), SampleFacts.Progress());
            slot = open.Slot;
        }

        Flip(SlotPlace.Of(slot, SlotLayout.TargetAt(2) + SlotLayout.HeaderBytes + 3).Place);
        _folder.Scan().Slots.Single().Target.Should().Be(SampleFacts.Target());
    }

    [Fact]
    public void A_full_journal_opens_nothing_until_a_slot_is_given_back()
    {
        using var journal = _folder.Journal(maxExtents: 1);
        var opened = Enumerable.Range(0, SlotLayout.SlotsPerExtent - 1)
            .Select(number => journal.Open(SampleFacts.Request(number), SampleFacts.Target())!).ToList();
        opened.Should().NotContainNulls();
        opened.Select(open => open.Slot).Should().OnlyHaveUniqueItems();
        journal.Open(SampleFacts.Request(9_999), SampleFacts.Target()).Should().BeNull();
        journal.Record(SampleFacts.Request(9_999), SampleFacts.Refused()).Should().BeNull();
        journal.Trouble.Should().Be("journal_full");
        journal.Settle(opened[7], SampleFacts.Settled()).Should().BeNull();
        journal.Trouble.Should().Be("journal_full", "a settlement keeps its slot");

        journal.Release(opened[7].Slot);
        journal.Trouble.Should().BeNull("a slot is free, though nothing was written since");
        journal.Open(SampleFacts.Request(9_999), SampleFacts.Target())!.Slot.Should().Be(opened[7].Slot);
        journal.Trouble.Should().Be("journal_full", "that was the last slot");
    }

    [Fact]
    public void A_burst_makes_the_journal_grow_and_no_request_is_refused_before_its_bound()
    {
        using var journal = _folder.Journal(maxExtents: 2);
        var slots = Enumerable.Range(0, (2 * SlotLayout.SlotsPerExtent) - 1)
            .Select(number => journal.Open(SampleFacts.Request(number), SampleFacts.Target())?.Slot).ToList();
        slots.Should().NotContainNulls().And.OnlyHaveUniqueItems();
        journal.Open(SampleFacts.Request(1), SampleFacts.Target()).Should().BeNull();
    }

    [Fact]
    public void A_journal_that_could_not_grow_does_so_soon_after_however_the_clock_was_set()
    {
        var time = new ManualTimeProvider();
        using var journal = _folder.Journal(time: time, maxExtents: 2);
        var extent = JournalScan.ExtentPath(_folder.JournalDirectory, 1);
        Directory.CreateDirectory(extent);
        var opened = Enumerable.Range(0, SlotLayout.SlotsPerExtent)
            .Select(number => journal.Open(SampleFacts.Request(number), SampleFacts.Target())).ToList();
        opened[^1].Should().BeNull("there is no room for a second file");
        Directory.Delete(extent);

        time.JumpWallClock(TimeSpan.FromHours(-1));
        time.Advance(TimeSpan.FromSeconds(5));

        journal.Open(SampleFacts.Request(9_999), SampleFacts.Target()).Should().NotBeNull();
    }

    [Fact]
    public void A_journal_on_a_closed_file_refuses_instead_of_throwing()
    {
        var journal = _folder.Journal();
        var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
        journal.Dispose();
        journal.Open(SampleFacts.Request(2), SampleFacts.Target()).Should().BeNull();
        journal.Retarget(open, SampleFacts.Target(2), SampleFacts.Progress()).Should().BeFalse();
        journal.Settle(open, SampleFacts.Settled()).Should().NotBeNull();
    }

    [Fact]
    public void A_new_epoch_forgets_the_old_one_and_a_clean_end_leaves_nothing()
    {
        using (var journal = _folder.Journal(epoch: 1))
        {
            journal.Open(SampleFacts.Request(1), SampleFacts.Target());
        }

        _folder.Scan().Slots.Should().ContainSingle();
        using (_folder.Journal(epoch: 2))
        {
            _folder.Scan().Should().BeEquivalentTo(new { Epoch = 2L, Slots = Array.Empty<JournalSlot>() });
        }

        var last = _folder.Journal(epoch: 3);
        var slot = last.Record(SampleFacts.Request(2), SampleFacts.Refused())!.Value;
        _folder.Scan().Slots.Should().ContainSingle();
        last.Release(slot);
        last.Close();
        _folder.Scan().Slots.Should().BeEmpty();
    }

    [Fact]
    public void No_slot_is_given_out_once_the_end_was_asked_for()
    {
        var slots = new SlotStack();
        slots.Add(1, 2);
        slots.TryTake(out var slot, out _).Should().BeTrue();
        slots.End().Should().BeFalse("one is in use");
        slots.TryTake(out _, out _).Should().BeFalse();
        slots.Return(slot);
        slots.End().Should().BeTrue();
        slots.TryTake(out _, out _).Should().BeFalse();
    }

    [Fact]
    public void What_was_opened_while_the_journal_closed_is_not_forgotten()
    {
        for (var round = 1; round <= 20; round++)
        {
            var journal = _folder.Journal(epoch: round * 2);
            var opened = 0;
            using var running = new ManualResetEventSlim();
            var opener = new Thread(() =>
            {
                running.Set();
                while (journal.Open(SampleFacts.Request(opened), SampleFacts.Target()) is not null)
                {
                    opened++;
                }
            });
            opener.Start();
            running.Wait();
            journal.Close();
            opener.Join();
            _folder.Scan().Slots.Should().HaveCount(opened);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5_000)]
    public void An_extent_that_is_made_or_found_short_has_all_its_room_on_the_disk(int? found)
    {
        Directory.CreateDirectory(_folder.JournalDirectory);
        var path = JournalScan.ExtentPath(_folder.JournalDirectory, 0);
        if (found is { } length)
        {
            File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)0xFF, length)]);
        }

        using (JournalExtent.Open(path))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Length.Should().Be((long)SlotLayout.SlotBytes * SlotLayout.SlotsPerExtent);
            var first = new byte[10_000];
            file.ReadExactly(first);
            first.Should().OnlyContain(value => value == 0, "zeros were written over the whole file");
        }
    }

    [Fact]
    public void The_checksum_is_crc_32c() => Crc32C.Of("123456789"u8).Should().Be(0xE3069283);

    private static void Same(Settlement read, Settlement written)
    {
        // An array is equal to itself only, so the attempts are compared one by one.
        read.Attempts.Should().Equal(written.Attempts);
        (read with { Attempts = [] }).Should().Be(written with { Attempts = [] });
    }

    private void Flip(long at)
    {
        using var file = new FileStream(
            JournalScan.ExtentPath(_folder.JournalDirectory, 0), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 0x10));
    }
}
