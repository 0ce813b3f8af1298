// What a settled request says in its row.
using FluentAssertions;
using Router.Inference;
using Router.Ledger;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class UsageRowTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_costs_are_tokens_times_price_rounded_half_up_and_add_up()
    {
        Append(SampleFacts.Settled() with { ImageCount = 3 });
        // 1001 × 250; 77 × 2000; 30 × 25; 3 × 7.
        Row("input_cost || ' ' || output_cost || ' ' || cache_read_cost || ' ' || image_cost || ' ' || total_cost")
            .Should().Be("250250 154000 750 21 405021");
        Row("cache_write_tokens").Should().BeNull();
        Row("cache_write_cost").Should().Be(0L);
        Row("fallback || ' ' || attempts || ' ' || failed_cost").Should().Be("0 1 0");
        _folder.Value("SELECT cost FROM attempts").Should().Be(405021L);
    }

    [Fact]
    public void Other_attempts_make_the_failed_cost_and_another_target_a_fallback()
    {
        Append(SampleFacts.Settled(
            SampleFacts.Attempt(1, error: "status_500", cost: 11),
            SampleFacts.Attempt(2, error: "idle", cost: 5),
            SampleFacts.Attempt(3, "other", cost: 1)));
        Row("fallback || ' ' || attempts || ' ' || failed_cost || ' ' || total_cost").Should().Be("1 3 16 405016");
        Row("provider").Should().Be("other");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_retry_of_the_same_target_is_no_fallback()
    {
        Append(SampleFacts.Settled(SampleFacts.Attempt(1, error: "connect"), SampleFacts.Attempt(2)));
        Row("fallback || ' ' || attempts").Should().Be("0 2");
    }

    [Fact]
    public void A_broken_last_attempt_with_usage_is_counted_once()
    {
        Append(SampleFacts.Settled(SampleFacts.Attempt(1, error: "truncated", cost: 999)) with { Outcome = Outcome.Failed });
        Row("failed_cost || ' ' || total_cost").Should().Be("0 405000");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_last_attempt_that_used_nothing_known_keeps_its_cost_as_failed()
    {
        Append(SampleFacts.Settled(SampleFacts.Attempt(1, error: "truncated", cost: 999)) with
        {
            Outcome = Outcome.Failed,
            Usage = default,
            UsageSource = UsageSource.None,
        });
        Row("failed_cost || ' ' || total_cost").Should().Be("999 999");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_refused_request_has_no_target_and_costs_nothing()
    {
        Append(SampleFacts.Refused());
        Row("status || error_code || outcome || usage_source || attempts || total_cost || quota_state || license_state || pii_findings")
            .Should().Be("404model_not_foundrefusednone00nonevalid0");
        foreach (var column in new[] { "provider", "upstream_dialect", "region", "price_input", "price_source", "input_tokens", "ttft_ms" })
        {
            Row(column).Should().BeNull(column);
        }
    }

    [Fact]
    public void An_empty_text_is_stored_as_one()
    {
        Append(SampleFacts.Settled());
        Row("region").Should().Be("");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void Totals_of_a_caller_count_all_input_of_the_month()
    {
        var nextMonth = DateTimeOffset.FromUnixTimeMilliseconds(SampleFacts.Start).AddMonths(1).ToUnixTimeMilliseconds();
        using (var session = _folder.Session())
        {
            session.Append(
                [.. Enumerable.Range(1, 2).Select(number => new LedgerEntry(SampleFacts.Request(number), SampleFacts.Settled(), null))],
                mayExist: false);
            session.Append([new LedgerEntry(SampleFacts.Request(3), SampleFacts.Settled(), null)], mayExist: false);
            session.Append([new LedgerEntry(SampleFacts.Request(4) with { CallerId = "other" }, SampleFacts.Settled(), null)], mayExist: false);
            session.Append([new LedgerEntry(SampleFacts.Request(5) with { StartedAt = nextMonth }, SampleFacts.Settled(), null)], mayExist: false);
        }

        var totals = new UsageTotals(_folder.Database);
        totals.OfMonth("ci", SampleFacts.Start).Should().Be(new CallerTotals(3, 3093, 231, 1215000));
        totals.OfMonth("ci", nextMonth).Should().Be(new CallerTotals(1, 1031, 77, 405000));
        totals.OfMonth("nobody", SampleFacts.Start).Should().Be(new CallerTotals(0, 0, 0, 0));
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_changed_sum_of_a_month_is_found()
    {
        Append(SampleFacts.Settled());
        _folder.Execute("UPDATE caller_months SET requests = requests + 1");
        _folder.Verify().Problems.Should().ContainSingle().Which.Text.Should().Contain("sums by caller and month");
    }

    private void Append(Settlement settlement)
    {
        using var session = _folder.Session();
        session.Append([new LedgerEntry(SampleFacts.Request(1), settlement, null)], mayExist: false).Should().Be(1);
    }

    private object? Row(string column) => _folder.Value($"SELECT {column} FROM usage");
}
