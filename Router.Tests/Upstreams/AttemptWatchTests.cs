// The limits of one attempt, phase by phase, on a clock that the test moves.
using FluentAssertions;
using Router.Configuration;
using Router.Tests.Support;
using Router.Upstreams;
using Xunit;

namespace Router.Tests.Upstreams;

public sealed class AttemptWatchTests
{
    private static readonly UpstreamTimeouts Limits = new(Seconds(1), FirstByte: Seconds(10), Idle: Seconds(20), Total: Seconds(100));

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void First_byte_passes_while_the_head_is_awaited()
    {
        using var watch = Stream();

        _time.Advance(Seconds(9.9));
        watch.Token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(Seconds(0.1));

        watch.Token.IsCancellationRequested.Should().BeTrue();
        watch.Expired.Should().Be(UpstreamFaultKind.FirstByteTimeout);
    }

    [Fact]
    public void First_byte_binds_until_content_however_many_reads_there_are()
    {
        using var watch = Stream();

        for (var i = 0; i < 10; i++)
        {
            watch.BeginRead();
            _time.Advance(Seconds(1));
            watch.EndRead();
        }

        watch.Expired.Should().Be(UpstreamFaultKind.FirstByteTimeout);
    }

    [Fact]
    public void Idle_counts_from_the_last_read()
    {
        using var watch = Stream();
        watch.ContentSeen();
        watch.BeginRead();
        _time.Advance(Seconds(19));
        watch.BeginRead();
        _time.Advance(Seconds(19));
        watch.Expired.Should().BeNull();

        _time.Advance(Seconds(1));

        watch.Expired.Should().Be(UpstreamFaultKind.IdleTimeout);
    }

    [Fact]
    public void A_read_that_waited_long_is_quiet_and_one_that_did_not_is_not()
    {
        using var watch = Stream();
        watch.Quiet.Should().BeFalse();

        watch.BeginRead();
        _time.Advance(Seconds(1));
        watch.EndRead();
        watch.Quiet.Should().BeTrue();

        watch.BeginRead();
        _time.Advance(Seconds(0.01));
        watch.EndRead();
        watch.Quiet.Should().BeFalse();
    }

    [Fact]
    public void Idle_does_not_pass_while_nobody_reads()
    {
        using var watch = Stream();
        watch.ContentSeen();
        watch.BeginRead();
        watch.EndRead();

        _time.Advance(Seconds(99));
        watch.Expired.Should().BeNull();
        _time.Advance(Seconds(1));

        watch.Expired.Should().Be(UpstreamFaultKind.TotalTimeout);
    }

    [Fact]
    public void Total_passes_over_reads_that_never_rest()
    {
        using var watch = Stream();
        watch.ContentSeen();
        for (var i = 0; i < 100; i++)
        {
            watch.BeginRead();
            _time.Advance(Seconds(1));
        }

        watch.Expired.Should().Be(UpstreamFaultKind.TotalTimeout);
    }

    [Fact]
    public void A_unary_attempt_knows_the_total_limit_alone()
    {
        using var watch = new AttemptWatch(_time, Limits, stream: false, CancellationToken.None);
        watch.BeginRead();

        _time.Advance(Seconds(99.9));
        watch.Token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(Seconds(0.1));

        watch.Expired.Should().Be(UpstreamFaultKind.TotalTimeout);
    }

    [Fact]
    public void A_limit_of_zero_is_no_limit()
    {
        using var watch = new AttemptWatch(
            _time, new UpstreamTimeouts(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), stream: true, CancellationToken.None);
        watch.BeginRead();

        _time.Advance(TimeSpan.FromDays(2));

        watch.Token.IsCancellationRequested.Should().BeFalse();
        _time.ArmedTimers.Should().Be(0);
    }

    [Fact]
    public void After_the_end_event_the_upstream_gets_half_a_second()
    {
        using var watch = Stream();
        watch.ContentSeen();
        watch.BeginRead();
        watch.SeeEnd();

        _time.Advance(Seconds(0.49));
        watch.Token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(Seconds(0.01));

        watch.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Half_a_second_after_the_end_event_counts_only_once_the_upstream_is_read_again()
    {
        using var watch = Stream();
        watch.ContentSeen();
        watch.BeginRead();
        watch.EndRead();
        watch.SeeEnd();

        _time.Advance(Seconds(30));
        watch.Token.IsCancellationRequested.Should().BeFalse();
        watch.BeginRead();
        _time.Advance(Seconds(0.5));

        watch.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void A_timer_that_fires_before_it_is_handed_out_does_no_harm()
    {
        var making = () => new AttemptWatch(new HastyTime(), Limits, stream: true, CancellationToken.None).Dispose();

        making.Should().NotThrow();
    }

    [Theory]
    [InlineData(true, 0.5)]
    [InlineData(false, 5)]
    public void A_limit_that_is_shortened_while_the_timer_works_out_the_next_one_holds(bool end, double seconds)
    {
        var time = new MeetingTime(_time);
        using var watch = new AttemptWatch(time, Limits, stream: true, CancellationToken.None);
        watch.ContentSeen();

        // The first look, at 10 s, finds that only idle and total bind; it reads the clock three times for that.
        time.At(3, () =>
        {
            if (end)
            {
                watch.SeeEnd();
                watch.BeginRead();
            }
            else
            {
                watch.SeeRefusal();
            }
        });
        _time.Advance(Seconds(10));
        watch.Expired.Should().BeNull();

        _time.Advance(Seconds(seconds));

        watch.Expired.Should().NotBeNull();
    }

    [Fact]
    public void A_caller_that_leaves_cancels_without_a_limit_having_passed()
    {
        using var caller = new CancellationTokenSource();
        using var watch = new AttemptWatch(_time, Limits, stream: true, caller.Token);

        caller.Cancel();

        watch.Token.IsCancellationRequested.Should().BeTrue();
        watch.Expired.Should().BeNull();
    }

    [Fact]
    public void Nothing_happens_after_disposal()
    {
        using var caller = new CancellationTokenSource();
        var watch = new AttemptWatch(_time, Limits, stream: true, caller.Token);
        watch.Dispose();

        _time.Advance(Seconds(200));
        caller.Cancel();

        watch.Token.IsCancellationRequested.Should().BeFalse();
        _time.ArmedTimers.Should().Be(0);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private AttemptWatch Stream() => new(_time, Limits, stream: true, CancellationToken.None);

    /// <summary>Does something at a reading of the clock, as another thread might at that moment.</summary>
    private sealed class MeetingTime(ManualTimeProvider time) : TimeProvider
    {
        private int _left;
        private Action? _meeting;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp()
        {
            if (--_left == 0)
            {
                _meeting!();
            }

            return time.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);

        /// <summary>From now on, at the reading of that number.</summary>
        internal void At(int reading, Action meeting) => (_left, _meeting) = (reading, meeting);
    }

    /// <summary>Fires an armed timer while it is made.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private readonly ManualTimeProvider _time = new();

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override long GetTimestamp() => _time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                callback(state);
            }

            return _time.CreateTimer(callback, state, dueTime, period);
        }
    }
}
