// The manual clock keeps the promises that tests of time rest on.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Support;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var before = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(90));
        _clock.GetUtcNow().Should().Be(before.Item1.AddSeconds(90));
        _clock.GetElapsedTime(before.Item2).Should().Be(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Timers_fire_in_order_with_the_clock_at_their_due_time()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<string>();
        void Note(object? name) => fired.Add($"{name}@{(_clock.GetUtcNow() - start).TotalSeconds}");
        using var late = _clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var beat = _clock.CreateTimer(Note, "beat", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        _clock.Advance(TimeSpan.FromSeconds(6));
        fired.Should().Equal("beat@2", "beat@4", "late@5", "beat@6");
        _clock.ArmedTimers.Should().Be(1);
    }

    [Fact]
    public void A_timer_can_be_moved_from_its_own_callback_and_is_silent_once_disposed()
    {
        var fired = 0;
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                fired++;
                timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(3));
        fired.Should().Be(3);
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(3));
        fired.Should().Be(3);
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan).Should().BeFalse();
    }

    [Fact]
    public async Task Delays_and_cancellations_of_the_framework_follow_it()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromSeconds(20), _clock);
        await _clock.WhenArmedAsync(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(9));
        delay.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay.Within();
        cancelled.IsCancellationRequested.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(10));
        cancelled.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task A_test_can_wait_until_a_timer_is_armed()
    {
        var armed = _clock.WhenArmedAsync(TimeSpan.FromSeconds(7));
        armed.IsCompleted.Should().BeFalse();
        await using var timer = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);
        await armed;
    }

    [Fact]
    public void A_jump_of_the_wall_clock_moves_no_timer_and_no_timestamp()
    {
        var fired = false;
        using var timer = _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var (wall, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.JumpWallClock(TimeSpan.FromHours(-1));
        _clock.GetUtcNow().Should().Be(wall.AddHours(-1));
        _clock.GetTimestamp().Should().Be(stamp);
        fired.Should().BeFalse();
    }
}
