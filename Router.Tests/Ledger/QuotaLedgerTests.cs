// The ledger's counters are those of its rows, whatever ended the process.
using FluentAssertions;
using Router.Ledger;
using Router.Quotas;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class QuotaLedgerTests : IDisposable
{
    private const string Counters = "SELECT period || ' ' || scope || ' ' || requests || ' ' || tokens FROM quota_usage ORDER BY period, scope";
    private const long TokensOfSample = 1_001 + 30 + 77;

    private static readonly Quota[] Quotas =
    [
        new("requests.total", "license/a", QuotaUnit.Requests, QuotaPeriod.Total, 1_000),
        new("tokens.total", "license/a", QuotaUnit.Tokens, QuotaPeriod.Total, 1_000_000),
        new("tokens.month", "customer/a/x", QuotaUnit.Tokens, QuotaPeriod.Month, 1_000_000),
        new("requests.window", "customer/a/x", QuotaUnit.Requests, QuotaPeriod.Window(60), 1_000),
    ];

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_adds_to_each_counter_of_its_set_once()
    {
        using (var ledger = _folder.Start())
        {
            var set = ledger.NumberOf(Quotas);
            Complete(ledger, 1, set);
            Complete(ledger, 2, set);
            Complete(ledger, 3, 0);
            ledger.Record(SampleFacts.Request(4), SampleFacts.Refused());
        }

        _folder.Column(Counters).Should().Equal(
            $"month customer/a/x 2 {2 * TokensOfSample}", $"total license/a 2 {2 * TokensOfSample}", $"window:60 customer/a/x 2 {2 * TokensOfSample}");
        _folder.Column("SELECT quota_set FROM usage ORDER BY seq").Should().Equal(1L, 1L, null, null);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void Tokens_of_attempts_that_failed_count_beside_those_of_the_one_that_served()
    {
        using (var ledger = _folder.Start())
        {
            var open = ledger.Open(SampleFacts.Request(1) with { QuotaSet = ledger.NumberOf(Quotas) }, SampleFacts.Target())!;
            ledger.Settle(open, SampleFacts.Settled(SampleFacts.Attempt(1, error: "reset"), SampleFacts.Attempt(2)));
        }

        _folder.Value("SELECT requests || ' ' || tokens FROM quota_usage WHERE period = 'total'").Should().Be($"1 {TokensOfSample + 30}");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_set_of_the_same_counters_is_the_same_whatever_its_limits()
    {
        using var ledger = _folder.Start();
        var set = ledger.NumberOf(Quotas);
        ledger.NumberOf([.. Quotas.Reverse().Select(quota => quota with { Limit = 7 })]).Should().Be(set);
        ledger.NumberOf([Quotas[0]]).Should().NotBe(set);
        ledger.NumberOf([]).Should().Be(0);
    }

    [Fact]
    public void What_a_kill_interrupted_counts_and_is_in_the_book_of_the_next_start()
    {
        var time = new Router.Tests.Support.ManualTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(SampleFacts.Start + 10_000));
        int set;
        using (var ledger = _folder.Start(time: time))
        {
            set = ledger.NumberOf(Quotas);
        }

        using (var journal = _folder.Journal(epoch: _folder.Scan().Epoch + 1))
        {
            journal.Open(SampleFacts.Request(1) with { QuotaSet = set }, SampleFacts.Target());
            journal.Settle(journal.Open(SampleFacts.Request(2) with { QuotaSet = set }, SampleFacts.Target())!, SampleFacts.Settled());
            journal.Open(SampleFacts.Request(3), SampleFacts.Target());
        }

        using (var ledger = _folder.Start(time: time))
        {
            ledger.Quotas.UseOf(new QuotaSet(set, [.. Quotas])).Select(use => use.Used).Should().Equal(
                2, TokensOfSample + 3_000, TokensOfSample + 3_000, 2);
        }

        _folder.Value("SELECT requests || ' ' || tokens FROM quota_usage WHERE period = 'total'").Should().Be($"2 {TokensOfSample + 3_000}");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void Of_a_window_only_what_may_still_count_is_kept()
    {
        using (var session = _folder.Session())
        {
            var set = QuotaRows.NumberOf(_folder.Database, QuotaDefinition.Of(Quotas));
            for (var number = 1; number <= 200; number++)
            {
                // Every tenth comes late: it began long before those that were written already.
                var startedAt = SampleFacts.Start + (number * 1_000) - (number % 10 == 0 ? 100_000 : 0);
                var request = SampleFacts.Request(number) with { QuotaSet = set, StartedAt = startedAt };
                session.Append([new LedgerEntry(request, SampleFacts.Settled(), null)], mayExist: false);
            }
        }

        ((long)_folder.Value("SELECT COUNT(*) FROM quota_usage WHERE period = 'window:60'")!).Should().BeInRange(50, 62);
        _folder.Value("SELECT requests FROM quota_usage WHERE period = 'total'").Should().Be(200L);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData("UPDATE quota_usage SET requests = requests - 1 WHERE period = 'month'", "counts of quotas")]
    [InlineData("UPDATE quota_usage SET tokens = tokens + 1 WHERE period = 'total'", "counts of quotas")]
    [InlineData("DELETE FROM quota_usage WHERE period = 'window:60'", "counts of quotas")]
    [InlineData("INSERT INTO quota_usage VALUES ('license/b', 'total', 0, 1, 1)", "counts of quotas")]
    [InlineData("UPDATE usage SET quota_set = NULL", "row_hash")]
    [InlineData("UPDATE quota_sets SET definition = 'total license/b'", "counts of quotas")]
    [InlineData("DELETE FROM quota_sets", "set of quotas that is not there")]
    public void A_counter_that_is_not_that_of_the_rows_is_found(string change, string named)
    {
        using (var ledger = _folder.Start())
        {
            Complete(ledger, 1, ledger.NumberOf(Quotas));
        }

        _folder.Execute(change);
        _folder.Verify().Problems.Should().Contain(problem => problem.Text.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_without_a_set_behind_one_with_a_set_has_none()
    {
        using (var session = _folder.Session())
        {
            var set = QuotaRows.NumberOf(_folder.Database, QuotaDefinition.Of(Quotas));
            session.Append(
                [new(SampleFacts.Request(1) with { QuotaSet = set }, SampleFacts.Settled(), null), new(SampleFacts.Request(2), SampleFacts.Settled(), null)],
                mayExist: false);
        }

        _folder.Column("SELECT quota_set FROM usage ORDER BY seq").Should().Equal(1L, null);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    private static void Complete(UsageLedger ledger, int number, int set)
    {
        var open = ledger.Open(SampleFacts.Request(number) with { QuotaSet = set }, SampleFacts.Target())!;
        ledger.Settle(open, SampleFacts.Settled());
    }
}
