// The laws of the counters, over any order of calls.
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Router.Quotas;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Quotas;

public sealed class QuotaLawTests
{
    private const long Limit = 100;
    private const int WindowSeconds = 60;

    /// <summary>Whatever is held, added, settled or released, and however time passes: no limit is ever passed, at no instant of a window.</summary>
    [Property(MaxTest = 200)]
    public Property Settled_and_held_never_pass_a_limit(byte[] steps) => Prop.ToProperty(Holds(steps));

    [Fact]
    public void The_property_reaches_every_kind_of_step() =>
        Holds([.. Enumerable.Range(0, 2_000).Select(step => (byte)(step * 37 + (step >> 5)))]).Should().BeTrue();

    /// <summary>What is settled does not depend on the order in which it is.</summary>
    [Property(MaxTest = 100)]
    public Property The_order_of_settlements_does_not_matter(byte[] tokens, int seed)
    {
        var order = Enumerable.Range(0, tokens.Length).ToArray();
        var shuffled = order.ToArray();
        new System.Random(seed).Shuffle(shuffled);
        return Prop.ToProperty(UseAfter(tokens, order).SequenceEqual(UseAfter(tokens, shuffled)));
    }

    [Fact]
    public void Many_threads_pass_no_limit_and_lose_nothing()
    {
        const int Threads = 8;
        const int Each = 20_000;
        var book = new QuotaBook(TimeProvider.System);
        var set = new QuotaSet(1, [new("r", "s", QuotaUnit.Requests, QuotaPeriod.Total, Threads * Each / 2)], maxConcurrent: 3);
        long settled = 0;
        long tooMany = 0;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ =>
        {
            for (var i = 0; i < Each; i++)
            {
                if (book.TryHold(set, 1, 1, out var refusal) is { } hold)
                {
                    Interlocked.Add(ref tooMany, book.InFlight > 3 ? 1 : 0);
                    hold.Settle(1);
                    Interlocked.Increment(ref settled);
                }
            }
        });

        tooMany.Should().Be(0);
        book.InFlight.Should().Be(0);
        settled.Should().BePositive().And.BeLessThanOrEqualTo(Threads * Each / 2);
        book.UseOf(set).Single().Should().BeEquivalentTo(new { Used = settled, Held = 0L });
    }

    private static bool Holds(byte[] steps)
    {
        var clock = new ManualTimeProvider();
        var book = new QuotaBook(clock);
        var set = new QuotaSet(1,
        [
            new("tokens.total", "license/a", QuotaUnit.Tokens, QuotaPeriod.Total, Limit * 20),
            new("requests.month", "customer/a", QuotaUnit.Requests, QuotaPeriod.Month, Limit),
            new("tokens.window", "customer/a", QuotaUnit.Tokens, QuotaPeriod.Window(WindowSeconds), Limit),
        ]);
        var open = new List<(QuotaHold Hold, Taken Taken)>();
        var all = new List<Taken>();
        foreach (var step in steps)
        {
            var now = clock.GetUtcNow();
            switch (step % 7)
            {
                case 0 or 1 when book.TryHold(set, step, now.ToUnixTimeMilliseconds(), out _) is { } hold:
                    open.Add((hold, new Taken(now, step)));
                    all.Add(open[^1].Taken);
                    break;
                case 2 when open.Count > 0 && open[step % open.Count].Hold.TryAdd(step / 2):
                    open[step % open.Count].Taken.Tokens += step / 2;
                    break;
                case 3 or 4 when open.Count > 0:
                    var (settled, taken) = open[step % open.Count];
                    taken.Tokens = Math.Min(taken.Tokens, step / 3);
                    settled.Settle(taken.Tokens);
                    open.RemoveAt(step % open.Count);
                    break;
                case 5 when open.Count > 0:
                    open[step % open.Count].Hold.Release();
                    all.Remove(open[step % open.Count].Taken);
                    open.RemoveAt(step % open.Count);
                    break;
                case 6:
                    clock.Advance(TimeSpan.FromMilliseconds(step * 97));
                    break;
                default:
                    break;
            }

            var windowBegan = clock.GetUtcNow() - TimeSpan.FromSeconds(WindowSeconds);
            var used = book.UseOf(set);
            if (all.Where(taken => taken.At > windowBegan).Sum(taken => taken.Tokens) > Limit
                || all.Sum(taken => taken.Tokens) > Limit * 20
                || all.Count > Limit
                || used[0].Used + used[0].Held != all.Sum(taken => taken.Tokens)
                || used[1].Used + used[1].Held != all.Count
                || used.Any(use => use.Used + use.Held > use.Quota.Limit))
            {
                return false;
            }
        }

        return true;
    }

    private static List<long> UseAfter(byte[] tokens, int[] order)
    {
        var clock = new ManualTimeProvider();
        var book = new QuotaBook(clock);
        var set = new QuotaSet(1,
        [
            new("a", "s", QuotaUnit.Tokens, QuotaPeriod.Total, long.MaxValue),
            new("b", "s", QuotaUnit.Tokens, QuotaPeriod.Window(WindowSeconds), long.MaxValue),
            new("c", "s", QuotaUnit.Requests, QuotaPeriod.Month, long.MaxValue),
        ]);
        var holds = new List<QuotaHold>();
        foreach (var each in tokens)
        {
            holds.Add(book.TryHold(set, each, clock.GetUtcNow().ToUnixTimeMilliseconds(), out _)!);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        foreach (var at in order)
        {
            holds[at].Settle(tokens[at]);
        }

        return [.. book.UseOf(set).SelectMany(use => new[] { use.Used, use.Held })];
    }

    private sealed class Taken(DateTimeOffset at, long tokens)
    {
        public DateTimeOffset At { get; } = at;

        public long Tokens { get; set; } = tokens;
    }
}
