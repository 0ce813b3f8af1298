// Tries the same target again, where that is allowed.
using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using Router.Configuration;

namespace Router.Relay;

/// <summary>
/// The retries of one target (contract section 3: only when nothing of the request was sent, or the upstream said that it did not act on
/// it), as Polly pipelines, one per number of retries. The wait is what the upstream asks for, else a short back-off with jitter; a target
/// that asks for more than <see cref="LongestWait"/> is left for the next one, or for the caller to come back to.
/// </summary>
internal sealed class SameTargetRetry(TimeProvider time, Func<double> dice)
{
    /// <summary>The longest wait that the router takes upon itself.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly ResiliencePropertyKey<Exchange> ExchangeKey = new("exchange");

    private readonly ConcurrentDictionary<int, ResiliencePipeline<AttemptResult>> _pipelines = new();

    /// <summary>True when <paramref name="first"/> is to be followed by another attempt at the same target.</summary>
    internal static bool Wants(Exchange exchange, AttemptResult first) =>
        exchange.Group!.Retry.SameTarget > 0 && ShouldRetry(first, exchange);

    /// <summary>
    /// Runs <paramref name="attempt"/> until it is not to be retried. The pipeline takes <paramref name="first"/> as its first attempt:
    /// nearly all requests never come here, and pay nothing for it.
    /// </summary>
    internal async ValueTask<AttemptResult> RunAsync(Exchange exchange, AttemptResult first, Func<ValueTask<AttemptResult>> attempt)
    {
        var context = ResilienceContextPool.Shared.Get(exchange.Http.RequestAborted);
        context.Properties.Set(ExchangeKey, exchange);
        AttemptResult? last = null;
        try
        {
            return await _pipelines.GetOrAdd(exchange.Group!.Retry.SameTarget, Build).ExecuteAsync(
                async _ => last = last is null ? first
                    : MayBegin(exchange, TimeSpan.Zero) ? await attempt().ConfigureAwait(false)
                    : last, // a back-off may end behind the deadline
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>True while <see cref="RetryPolicy.Deadline"/> lets a new attempt begin after <paramref name="wait"/>.</summary>
    internal static bool MayBegin(Exchange exchange, TimeSpan wait)
    {
        var deadline = exchange.Group!.Retry.Deadline;
        return deadline == TimeSpan.Zero || TimeSpan.FromMilliseconds(exchange.ElapsedMs) + wait < deadline;
    }

    private ResiliencePipeline<AttemptResult> Build(int retries) => new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<AttemptResult>
        {
            MaxRetryAttempts = retries,
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Context.Properties.TryGetValue(ExchangeKey, out var exchange) && ShouldRetry(arguments.Outcome.Result, exchange)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                arguments.Outcome.Result?.Failure?.Wait ?? TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, (FirstBackoff * Math.Pow(2, arguments.AttemptNumber) * (0.5 + dice())).Ticks))),
        })
        .Build();

    private static bool ShouldRetry(AttemptResult? result, Exchange exchange)
    {
        if (result is not { End: AttemptEnd.Failed, Failure: { MayRetrySame: true } failure } || !exchange.HasRetryLeft)
        {
            return false;
        }

        var wait = failure.Wait ?? FirstBackoff;
        return wait <= LongestWait && MayBegin(exchange, wait);
    }
}
