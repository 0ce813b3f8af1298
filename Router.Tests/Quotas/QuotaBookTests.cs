// What is settled and held stays within its limits, and belongs to whom it was used by.
using FluentAssertions;
using Router.Quotas;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Quotas;

public sealed class QuotaBookTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly QuotaBook _book;

    public QuotaBookTests() => _book = new QuotaBook(_clock);

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void A_hold_counts_as_used_until_it_is_settled()
    {
        var set = Set(Tokens(QuotaPeriod.Total, 100));
        var hold = Take(set, 60)!;
        Take(set, 41).Should().BeNull();
        hold.Settle(10);
        Take(set, 90).Should().NotBeNull();
        Use(set).Should().BeEquivalentTo(new { Used = 10L, Held = 90L, Remaining = 0L });
    }

    [Fact]
    public void A_released_hold_counts_nowhere()
    {
        var set = Set(Requests(QuotaPeriod.Total, 1));
        Take(set)!.Release();
        Use(set).Should().BeEquivalentTo(new { Used = 0L, Held = 0L, Remaining = 1L });
        _book.InFlight.Should().Be(0);
    }

    [Fact]
    public void A_hold_is_settled_once()
    {
        var set = Set(Tokens(QuotaPeriod.Total, 100));
        var hold = Take(set, 10)!;
        hold.Settle(10);
        hold.Invoking(ended => ended.Settle(10)).Should().Throw<InvalidOperationException>();
        hold.Release();
        hold.TryAdd(1).Should().BeFalse();
        Use(set).Should().BeEquivalentTo(new { Used = 10L, Held = 0L });
        _book.InFlight.Should().Be(0);
    }

    [Fact]
    public void A_further_attempt_is_held_beside_the_first_or_not_at_all()
    {
        var set = Set(Tokens(QuotaPeriod.Total, 100));
        var hold = Take(set, 50)!;
        hold.TryAdd(51).Should().BeFalse();
        hold.TryAdd(50).Should().BeTrue();
        Use(set).Held.Should().Be(100);
        hold.Settle(70);
        Use(set).Should().BeEquivalentTo(new { Used = 70L, Held = 0L });
    }

    [Fact]
    public void More_than_was_held_is_counted_all_the_same()
    {
        var set = Set(Tokens(QuotaPeriod.Total, 100));
        Take(set, 50)!.Settle(150);
        Use(set).Should().BeEquivalentTo(new { Used = 150L, Remaining = 0L });
        Take(set, 1).Should().BeNull();
    }

    [Fact]
    public void A_total_is_never_free_again()
    {
        var set = Set(Requests(QuotaPeriod.Total, 1));
        Take(set)!.Settle(0);
        _clock.Advance(TimeSpan.FromDays(4000));
        Refusal(set).Should().Be(new QuotaRefusal("q0", null));
    }

    [Fact]
    public void A_month_is_free_again_when_the_next_begins()
    {
        var set = Set(Requests(QuotaPeriod.Month, 1));
        Take(set)!.Settle(0);
        var left = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) - _clock.GetUtcNow();
        Refusal(set).Should().Be(new QuotaRefusal("q0", (long)left.TotalSeconds));
        Use(set).ResetsAt.Should().Be(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        _clock.Advance(left - TimeSpan.FromMilliseconds(1));
        Take(set).Should().BeNull();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Take(set).Should().NotBeNull();
    }

    [Fact]
    public void A_request_counts_in_the_month_that_it_began_in()
    {
        var set = Set(Tokens(QuotaPeriod.Month, 100));
        var hold = Take(set, 100)!;
        _clock.Advance(TimeSpan.FromDays(40));
        hold.Settle(100);
        Use(set).Used.Should().Be(0);
    }

    [Fact]
    public void A_month_that_the_clock_is_set_back_to_is_as_used_as_it_was()
    {
        var set = Set(Requests(QuotaPeriod.Month, 1));
        Take(set)!.Settle(0);
        _clock.JumpWallClock(TimeSpan.FromDays(40));
        Take(set)!.Settle(0);
        _clock.JumpWallClock(TimeSpan.FromDays(-40));
        Take(set).Should().BeNull();
    }

    [Fact]
    public void A_window_goes_by_the_steady_clock()
    {
        var set = Set(Requests(QuotaPeriod.Window(60), 1));
        Take(set)!.Settle(0);
        _clock.JumpWallClock(TimeSpan.FromDays(1));
        Take(set).Should().BeNull();
        _clock.JumpWallClock(TimeSpan.FromDays(-2));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Take(set).Should().NotBeNull();
    }

    [Fact]
    public void A_window_tells_when_enough_will_have_left_it()
    {
        var set = Set(Tokens(QuotaPeriod.Window(60), 100));
        Take(set, 40)!.Settle(40);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Take(set, 60)!.Settle(60);
        Refusal(set, 10).RetryAfter.Should().Be(31);
        Refusal(set, 41).RetryAfter.Should().Be(61);
        Refusal(set, 101).RetryAfter.Should().Be(60, "it never fits");
        _clock.Advance(TimeSpan.FromSeconds(31));
        Take(set, 40).Should().NotBeNull();
    }

    [Fact]
    public void What_others_hold_may_be_free_in_a_moment()
    {
        var set = Set(Tokens(QuotaPeriod.Month, 100));
        Take(set, 60);
        Refusal(set, 50).RetryAfter.Should().Be(1);
    }

    [Fact]
    public void Of_several_limits_the_one_that_lasts_longest_is_named()
    {
        var set = Set(Requests(QuotaPeriod.Window(60), 1), Requests(QuotaPeriod.Total, 1), Requests(QuotaPeriod.Month, 1));
        Take(set)!.Settle(0);
        Refusal(set).Name.Should().Be("q1");
    }

    [Fact]
    public void Use_stays_when_the_limit_changes_and_with_another_scope_begins_anew()
    {
        Take(Set(Requests(QuotaPeriod.Total, 1)))!.Settle(5);
        Take(Set(Requests(QuotaPeriod.Total, 1))).Should().BeNull();
        Take(Set(Requests(QuotaPeriod.Total, 2))).Should().NotBeNull();
        Take(Set(Requests(QuotaPeriod.Total, 1) with { Scope = "license/other" })).Should().NotBeNull();
        Take(Set(Requests(QuotaPeriod.Total, 2))).Should().BeNull();
        Use(Set(Tokens(QuotaPeriod.Total, 9))).Used.Should().Be(5, "requests and tokens of a scope are counted together");
    }

    [Fact]
    public void Requests_in_flight_are_limited()
    {
        var set = new QuotaSet(0, [], maxConcurrent: 2);
        var first = Take(set)!;
        Take(set).Should().NotBeNull();
        Refusal(set).Should().Be(new QuotaRefusal("max_concurrent", 1));
        first.Settle(0);
        Take(set).Should().NotBeNull();
    }

    [Fact]
    public void Use_of_an_earlier_process_counts_and_ages()
    {
        var set = Set(Requests(QuotaPeriod.Window(60), 3), Requests(QuotaPeriod.Month, 100), Requests(QuotaPeriod.Total, 100));
        foreach (var quota in set.Quotas)
        {
            _book.Load(quota.Key, quota.Period.StartOf(Now - 30_000), 1, 10);
            _book.Load(quota.Key, quota.Period.StartOf(Now - 90_000), 1, 10);
            _book.Load(quota.Key, quota.Period.StartOf(Now + 30_000), 1, 10);
        }

        _book.UseOf(set).Select(use => use.Used).Should().Equal(2, 3, 3);
        _clock.Advance(TimeSpan.FromSeconds(32));
        _book.UseOf(set)[0].Used.Should().Be(1);
    }

    [Fact]
    public void A_hold_is_all_that_is_allocated()
    {
        var set = Set(Requests(QuotaPeriod.Window(60), long.MaxValue), Tokens(QuotaPeriod.Month, long.MaxValue), Tokens(QuotaPeriod.Total, long.MaxValue));
        void Once()
        {
            var hold = Take(set, 10)!;
            hold.TryAdd(5);
            hold.Settle(7);
        }

        Allocated.Least(Once).Should().BeLessThanOrEqualTo(80, "the hold itself is all");
    }

    [Theory]
    [InlineData("total", true)]
    [InlineData("month", true)]
    [InlineData("window:1", true)]
    [InlineData("window:31622400", true)]
    [InlineData("window:0", false)]
    [InlineData("window:31622401", false)]
    [InlineData("window:-1", false)]
    [InlineData("day", false)]
    [InlineData("", false)]
    public void The_word_of_a_period_is_read_back(string word, bool known)
    {
        QuotaPeriod.TryParse(word, out var period).Should().Be(known);
        if (known)
        {
            period.Word.Should().Be(word);
        }
    }

    [Fact]
    public void A_definition_names_each_counter_once_in_one_order()
    {
        Quota[] quotas = [Requests(QuotaPeriod.Window(60), 1), Tokens(QuotaPeriod.Window(60), 2), Requests(QuotaPeriod.Total, 3) with { Scope = "license/a b" }];
        var text = QuotaDefinition.Of(quotas);
        text.Should().Be("total license/a b\nwindow:60 customer/x").And.Be(QuotaDefinition.Of(quotas.Reverse()));
        QuotaDefinition.Parse(text + "\nday customer/x\nnonsense").Should().Equal(quotas[2].Key, quotas[0].Key);
        FluentActions.Invoking(() => QuotaDefinition.Of([quotas[0] with { Scope = "a\nb" }])).Should().Throw<ArgumentException>();
    }

    private static QuotaSet Set(params Quota[] quotas) => new(1, [.. quotas.Select((quota, at) => quota with { Name = $"q{at}" })]);

    private static Quota Requests(QuotaPeriod period, long limit) => new("", "customer/x", QuotaUnit.Requests, period, limit);

    private static Quota Tokens(QuotaPeriod period, long limit) => new("", "customer/x", QuotaUnit.Tokens, period, limit);

    private QuotaHold? Take(QuotaSet set, long tokens = 0) => _book.TryHold(set, tokens, Now, out _);

    private QuotaRefusal Refusal(QuotaSet set, long tokens = 0)
    {
        _book.TryHold(set, tokens, Now, out var refusal).Should().BeNull();
        return refusal!;
    }

    private QuotaUse Use(QuotaSet set) => _book.UseOf(set).Single();
}
