// As many processes serve as the licence says, and one that is gone makes room.
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Router.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LeaseKeeperTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ListLoggerProvider _logs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_process_holds_none_until_the_first_gives_its_own_back()
    {
        var first = Keeper(max: 1);
        using var second = Keeper(max: 1);
        (first.Holds, second.Holds, second.Live).Should().Be((true, false, 1));
        var changes = 0;
        second.Changed += () => changes++;

        first.Dispose();
        second.Holds.Should().BeFalse("it has not looked yet");
        _clock.Advance(LeaseKeeper.TryEvery);

        (second.Holds, second.Live, changes).Should().Be((true, 1, 1));
    }

    [Fact]
    public void A_lease_that_is_renewed_is_kept()
    {
        using var first = Keeper(max: 1);
        using var second = Keeper(max: 1);
        _clock.Advance(TimeSpan.FromMinutes(10));
        (first.Holds, second.Holds).Should().Be((true, false));
    }

    [Fact]
    public void A_lease_that_is_not_renewed_for_its_lifetime_is_free()
    {
        var stopped = new ManualTimeProvider();
        using var first = Keeper(max: 1, clock: stopped);
        using var second = Keeper(max: 1);
        _clock.Advance(LeaseFile.Lifetime - TimeSpan.FromSeconds(1));
        second.Holds.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        second.Holds.Should().BeTrue();

        stopped.Advance(LeaseKeeper.RenewEvery);
        first.Holds.Should().BeFalse("its place was taken");
    }

    [Fact]
    public void A_lease_from_a_clock_that_was_ahead_does_not_last_for_ever()
    {
        var ahead = new ManualTimeProvider(_clock.GetUtcNow().AddDays(1));
        using var first = Keeper(max: 1, clock: ahead);
        using var second = Keeper(max: 1);
        second.Holds.Should().BeTrue();
    }

    [UnixFact]
    public async Task A_lease_of_a_killed_process_is_free_at_once()
    {
        await using var child = ChildProcess.Start("sleep", ["600"]);
        using var first = Keeper(max: 1, owner: LeaseOwner.Of(child.Id)!);
        using var second = Keeper(max: 1);
        second.Holds.Should().BeFalse();

        child.Kill();
        await child.WaitAsync();
        _clock.Advance(LeaseKeeper.TryEvery);

        second.Holds.Should().BeTrue();
    }

    [Fact]
    public void A_lease_of_another_machine_is_free_only_by_its_time()
    {
        using var first = Keeper(max: 1, owner: new LeaseOwner("elsewhere", int.MaxValue, "1"), clock: new ManualTimeProvider());
        using var second = Keeper(max: 1);
        second.Holds.Should().BeFalse();
        _clock.Advance(LeaseFile.Lifetime);
        second.Holds.Should().BeTrue();
    }

    [Fact]
    public void A_process_that_got_the_id_of_a_dead_one_is_not_taken_for_it()
    {
        var here = LeaseOwner.OfThisProcess();
        using var first = Keeper(max: 1, owner: here with { Started = "1" });
        using var second = Keeper(max: 1);
        second.Holds.Should().BeTrue();
        here.IsGone().Should().BeFalse();
    }

    [Fact]
    public void A_licence_for_fewer_leaves_the_oldest_and_one_for_more_lets_others_in()
    {
        using var first = Keeper(max: 2);
        using var second = Keeper(max: 2);
        using var third = Keeper(max: 2);
        (first.Holds, second.Holds, third.Holds, third.Live).Should().Be((true, true, false, 2));

        first.SetMax(1);
        second.SetMax(1);
        (first.Holds, second.Holds, second.Live).Should().Be((true, false, 1));

        second.SetMax(null);
        third.SetMax(3);
        (second.Holds, third.Holds, third.Live).Should().Be((true, true, 3));
    }

    [Fact]
    public void A_file_that_cannot_be_used_refuses_only_where_there_is_a_number()
    {
        Directory.CreateDirectory(_folder["leases.db"]);
        using var counted = Keeper(max: 1);
        using var free = Keeper(max: null);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (counted.Holds, counted.Live, free.Holds).Should().Be((false, null, true));
        _logs.Lines.Count(line => line.Level == LogLevel.Warning).Should().Be(2, "each says it once");

        Directory.Delete(_folder["leases.db"]);
        _clock.Advance(LeaseKeeper.TryEvery);
        counted.Holds.Should().BeTrue();
    }

    [Fact]
    public void A_lease_is_told_of_only_where_the_licence_sets_a_number()
    {
        using (Keeper(max: null))
        {
            _logs.Lines.Should().BeEmpty();
        }

        using var counted = Keeper(max: 1);
        _logs.Lines.Should().ContainSingle().Which.Event.Id.Should().Be(1421);
    }

    [Fact]
    public void A_file_that_is_no_database_is_not_written_over()
    {
        File.WriteAllText(_folder["leases.db"], new string('x', 5000));
        using var counted = Keeper(max: 1);
        counted.Holds.Should().BeFalse();
        File.ReadAllText(_folder["leases.db"]).Should().StartWith("xxx");
    }

    [Fact]
    public void A_lease_that_cannot_be_renewed_is_good_for_its_lifetime()
    {
        using var keeper = Keeper(max: 1);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder["leases.db"])!))
        {
            File.Delete(file);
        }

        Directory.CreateDirectory(_folder["leases.db"]);
        _clock.Advance(LeaseFile.Lifetime - TimeSpan.FromMilliseconds(1));
        keeper.Holds.Should().BeTrue();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        keeper.Holds.Should().BeFalse();
        _logs.Lines.Select(line => line.Event.Id).Should().Equal([1421, 1420], "nobody knows of other processes");
    }

    [Fact]
    public void An_orderly_end_leaves_no_lease()
    {
        Keeper(max: 1).Dispose();
        using var next = Keeper(max: 1);
        next.Holds.Should().BeTrue();
    }

    private LeaseKeeper Keeper(long? max, LeaseOwner? owner = null, ManualTimeProvider? clock = null) => new(
        _folder["leases.db"], max, owner ?? LeaseOwner.OfThisProcess(), clock ?? _clock,
        new Logger<LeaseKeeper>(new LoggerFactory([_logs])));
}
