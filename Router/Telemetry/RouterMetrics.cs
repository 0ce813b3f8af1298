// Every instrument of the product, declared in one place.
using System.Collections.Concurrent;
using Prometheus;

namespace Router.Telemetry;

/// <summary>
/// The Prometheus instruments (contract section 6). Requests are counted through <see cref="SeriesOf"/>, which resolves the children of
/// one label set once, so that counting a request costs one dictionary read and a few atomic additions.
/// </summary>
internal sealed class RouterMetrics
{
    /// <summary>Label sets beyond this many are counted under <c>other</c>, so that no caller can make the page grow without end.</summary>
    internal const int MaxSeries = 2_000;

    private static readonly double[] DurationBuckets =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly ConcurrentDictionary<SeriesLabels, RequestSeries> _series = new();
    private readonly ConcurrentDictionary<(string Provider, string Model, string Outcome), Counter.Child> _attemptsOf = new();
    private readonly Counter _requests;
    private readonly Histogram _duration;
    private readonly Histogram _firstToken;
    private readonly Histogram _upstreamDuration;
    private readonly Counter _tokens;
    private readonly Counter _cost;
    private readonly Counter _attempts;
    private readonly Counter _fallbacks;
    private readonly Counter _refusals;
    private readonly Gauge _ledgerQueue;
    private readonly Counter _ledgerRows;
    private readonly Gauge _revision;
    private readonly Gauge _fileInForce;
    private readonly Gauge _licenseState;
    private readonly Gauge _licenseLeft;
    private readonly Gauge _licenseGraceLeft;
    private readonly Gauge _licenseLimit;
    private readonly Gauge _licenseLimitUsed;
    private readonly Gauge _licenseInstances;
    private readonly Gauge _licenseEpoch;
    private readonly Counter _licenseRefusals;

    /// <summary>Declares all instruments on a registry of their own.</summary>
    internal RouterMetrics(string version)
    {
        var factory = Metrics.WithCustomRegistry(_registry);
        DotNetStats.Register(_registry);
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        _requests = factory.CreateCounter(
            "router_requests_total", "Requests settled.", "group", "provider", "model", "dialect", "outcome", "project");
        _duration = factory.CreateHistogram(
            "router_request_duration_seconds", "From the request's arrival to the end of its answer.",
            ["group", "provider", "model", "dialect", "outcome"], Buckets());
        _firstToken = factory.CreateHistogram(
            "router_time_to_first_token_seconds", "From the request's arrival to the first content sent.",
            ["group", "provider", "model", "dialect"], Buckets());
        _upstreamDuration = factory.CreateHistogram(
            "router_upstream_duration_seconds", "The attempt that served a request, from sending to its end.", ["provider", "model", "dialect"], Buckets());
        _tokens = factory.CreateCounter("router_tokens_total", "Tokens settled.", "kind", "group", "provider", "model", "project");
        _cost = factory.CreateCounter(
            "router_cost_nano_usd_total", "Cost settled, in nano-dollars.", "group", "provider", "model", "project");
        _attempts = factory.CreateCounter("router_attempts_total", "Attempts at targets.", "provider", "model", "outcome");
        _fallbacks = factory.CreateCounter("router_fallbacks_total", "Requests that went to another target than the first.", "group");
        _refusals = factory.CreateCounter("router_refusals_total", "Requests refused by the router itself.", "code");
        InFlight = factory.CreateGauge("router_in_flight", "Requests being served now.");
        _ledgerQueue = factory.CreateGauge("router_ledger_queue", "Settled requests that the database does not have yet.");
        _ledgerRows = factory.CreateCounter("router_ledger_rows_total", "Usage rows written by this process.");
        _revision = factory.CreateGauge("router_config_revision", "The revision of the configuration in force.");
        _fileInForce = factory.CreateGauge("router_config_file_in_force", "1 when the file is what is in force, 0 while it is refused.");
        factory.CreateGauge("router_build_info", "Always 1; the label tells the version.", "version").WithLabels(version).Set(1);
        _licenseState = factory.CreateGauge("router_license_state", "1 for the state that the licence is in, 0 for the others.", "state");
        _licenseLeft = factory.CreateGauge("router_license_seconds_left", "Until the licence ends.");
        _licenseGraceLeft = factory.CreateGauge("router_license_grace_seconds_left", "Until its time of grace ends.");
        _licenseLimit = factory.CreateGauge("router_license_limit", "What the licence allows.", "limit");
        _licenseLimitUsed = factory.CreateGauge("router_license_limit_used", "What is used of it.", "limit");
        _licenseInstances = factory.CreateGauge("router_license_instances", "Processes that hold a lease.");
        _licenseEpoch = factory.CreateGauge("router_license_revocation_epoch", "The epoch of the revocation list in force, 0 without one.");
        _licenseRefusals = factory.CreateCounter("router_license_refusals_total", "Requests refused for the licence.", "code");
    }

    /// <summary>Requests being served now.</summary>
    internal Gauge InFlight { get; }

    /// <summary>The instruments of one label set.</summary>
    internal RequestSeries SeriesOf(in SeriesLabels labels)
    {
        if (_series.TryGetValue(labels, out var series))
        {
            return series;
        }

        if (_series.Count >= MaxSeries)
        {
            return _series.GetOrAdd(SeriesLabels.Other(labels.Outcome), Create);
        }

        return _series.GetOrAdd(labels, Create);
    }

    /// <summary>Counts one attempt; <paramref name="outcome"/> is <c>served</c> or a fixed error class.</summary>
    internal void CountAttempt(string provider, string model, string outcome)
    {
        var labels = (provider, model, outcome);
        if (!_attemptsOf.TryGetValue(labels, out var attempts))
        {
            // An upstream may invent any status.
            labels = _attemptsOf.Count < MaxSeries ? labels : (SeriesLabels.Rest, SeriesLabels.Rest, SeriesLabels.Rest);
            attempts = _attemptsOf.GetOrAdd(labels, static (of, all) => all.WithLabels(of.Item1, of.Item2, of.Item3), _attempts);
        }

        attempts.Inc();
    }

    /// <summary>Counts a request that left its first target.</summary>
    internal void CountFallback(string group) => _fallbacks.WithLabels(group).Inc();

    /// <summary>Counts a refusal by the contract's code.</summary>
    internal void CountRefusal(string code)
    {
        _refusals.WithLabels(code).Inc();
        if (code.StartsWith("license_", StringComparison.Ordinal))
        {
            _licenseRefusals.WithLabels(code).Inc();
        }
    }

    /// <summary>Has <paramref name="read"/> called before each scrape, for what others count.</summary>
    internal void OnScrape(Func<(long Queue, long Rows, int Revision, bool FileInForce)> read) => _registry.AddBeforeCollectCallback(() =>
    {
        var (queue, rows, revision, fileInForce) = read();
        _revision.Set(revision);
        _fileInForce.Set(fileInForce ? 1 : 0);
        _ledgerQueue.Set(queue);
        _ledgerRows.IncTo(rows);
    });

    /// <summary>Has <paramref name="read"/> called before each scrape, for what the licence says.</summary>
    internal void OnScrape(Func<LicenseFigures> read) => _registry.AddBeforeCollectCallback(() =>
    {
        var figures = read();
        foreach (var state in figures.States)
        {
            _licenseState.WithLabels(state).Set(state == figures.State ? 1 : 0);
        }

        _licenseLeft.Set(figures.SecondsLeft);
        _licenseGraceLeft.Set(figures.GraceSecondsLeft);
        _licenseInstances.Set(figures.Instances);
        _licenseEpoch.Set(figures.RevocationEpoch);
        foreach (var gone in _licenseLimit.GetAllLabelValues().Select(labels => labels[0]).Except(figures.Limits.Select(limit => limit.Limit)).ToList())
        {
            _licenseLimit.RemoveLabelled(gone);
            _licenseLimitUsed.RemoveLabelled(gone);
        }

        foreach (var (limit, max, used) in figures.Limits)
        {
            _licenseLimit.WithLabels(limit).Set(max);
            _licenseLimitUsed.WithLabels(limit).Set(used);
        }
    });

    /// <summary>Writes the Prometheus text format.</summary>
    internal Task WriteAsync(Stream output, CancellationToken cancellation) =>
        _registry.CollectAndExportAsTextAsync(output, cancellation);

    private static HistogramConfiguration Buckets() =>
        new() { Buckets = DurationBuckets, ExemplarBehavior = ExemplarBehavior.NoExemplars() };

    private RequestSeries Create(SeriesLabels labels) => new(
        _requests.WithLabels(labels.Group, labels.Provider, labels.Model, labels.Dialect, labels.Outcome, labels.Project),
        _duration.WithLabels(labels.Group, labels.Provider, labels.Model, labels.Dialect, labels.Outcome),
        _firstToken.WithLabels(labels.Group, labels.Provider, labels.Model, labels.Dialect),
        _upstreamDuration.WithLabels(labels.Provider, labels.Model, labels.Dialect),
        kind => _tokens.WithLabels(kind, labels.Group, labels.Provider, labels.Model, labels.Project),
        _cost.WithLabels(labels.Group, labels.Provider, labels.Model, labels.Project));
}
