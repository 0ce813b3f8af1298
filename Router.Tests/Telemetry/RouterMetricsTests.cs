// The page of metrics does not grow without end.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Router.Telemetry;
using Xunit;

namespace Router.Tests.Telemetry;

public sealed class RouterMetricsTests
{
    private readonly RouterMetrics _metrics = new("1.2.3");

    [Fact]
    public async Task Label_sets_beyond_the_bound_are_counted_together_as_other()
    {
        for (var i = 0; i < RouterMetrics.MaxSeries + 2; i++)
        {
            Count($"g{i}", "completed");
        }

        Count("one-more", "failed");
        Count("g0", "completed");

        var counts = (await PageAsync()).Where(line => line.StartsWith("router_requests_total{", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        counts.Should().HaveCount(RouterMetrics.MaxSeries + 2, "there is an other for each outcome");
        counts.Contains(Requests("g0", "p", "completed", 2)).Should().BeTrue("what was counted before the bound is counted as before");
        counts.Contains(Requests($"g{RouterMetrics.MaxSeries - 1}", "p", "completed", 1)).Should().BeTrue();
        counts.Contains(Requests("other", "other", "completed", 2)).Should().BeTrue();
        counts.Contains(Requests("other", "other", "failed", 1)).Should().BeTrue();
    }

    [Fact]
    public async Task A_provider_is_measured_by_the_attempt_that_served()
    {
        Count("served", "completed");
        _metrics.SeriesOf(Labels("failed", "failed")).Count(1, null, null, default, 0);

        (await PageAsync()).Should().Contain("router_upstream_duration_seconds_count{provider=\"p\",model=\"p\",dialect=\"p\"} 1");
    }

    private void Count(string group, string outcome) =>
        _metrics.SeriesOf(Labels(group, outcome)).Count(2_000, 500, 1_500, new TokenUsage(Input: 11, Output: 7), 25_000);

    private async Task<string[]> PageAsync()
    {
        using var page = new MemoryStream();
        await _metrics.WriteAsync(page, CancellationToken.None);
        return Encoding.UTF8.GetString(page.ToArray()).Split('\n');
    }

    private static SeriesLabels Labels(string group, string outcome) => new(group, "p", "p", "p", outcome, "p");

    private static string Requests(string group, string rest, string outcome, int count) =>
        $"router_requests_total{{group=\"{group}\",provider=\"{rest}\",model=\"{rest}\",dialect=\"{rest}\",outcome=\"{outcome}\",project=\"{rest}\"}} {count}";
}
