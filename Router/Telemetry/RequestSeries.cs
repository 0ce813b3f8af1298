// The instruments of one label set, resolved once.
using Prometheus;
using Router.Inference;

namespace Router.Telemetry;

/// <summary>Counts settled requests of one label set.</summary>
internal sealed class RequestSeries(
    Counter.Child requests,
    Histogram.Child duration,
    Histogram.Child firstToken,
    Histogram.Child upstream,
    Func<string, Counter.Child> tokens,
    Counter.Child cost)
{
    private readonly Counter.Child _input = tokens("input");
    private readonly Counter.Child _output = tokens("output");
    private readonly Counter.Child _cacheRead = tokens("cache_read");
    private readonly Counter.Child _cacheWrite = tokens("cache_write");
    private readonly Counter.Child _cacheWrite1h = tokens("cache_write_1h");
    private readonly Counter.Child _reasoning = tokens("reasoning");

    /// <summary>Counts one settled request; milliseconds, nano-dollars.</summary>
    internal void Count(double latencyMs, double? firstTokenMs, double? upstreamMs, in TokenUsage usage, long costNano)
    {
        requests.Inc();
        duration.Observe(latencyMs / 1000);
        if (firstTokenMs is { } first)
        {
            firstToken.Observe(first / 1000);
        }

        if (upstreamMs is { } took)
        {
            upstream.Observe(took / 1000);
        }

        Add(_input, usage.Input);
        Add(_output, usage.Output);
        Add(_cacheRead, usage.CacheRead);
        Add(_cacheWrite, usage.CacheWrite);
        Add(_cacheWrite1h, usage.CacheWrite1h);
        Add(_reasoning, usage.Reasoning);
        Add(cost, costNano);
    }

    private static void Add(Counter.Child counter, long? amount)
    {
        if (amount is > 0)
        {
            counter.Inc(amount.Value);
        }
    }
}
