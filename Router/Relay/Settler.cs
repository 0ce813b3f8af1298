// Step 8: writes how a request ended, exactly once, and counts it.
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Ledger;
using Router.Telemetry;

namespace Router.Relay;

/// <summary>Turns attempts and ends into the ledger's row and the metrics.</summary>
internal sealed class Settler(UsageLedger ledger, RouterMetrics metrics)
{
    /// <summary>
    /// Tokens are estimated at this many bytes when an upstream that may have acted did not report: close for English, low for code, and
    /// marked <c>estimated</c> in the row.
    /// </summary>
    private const int BytesPerToken = 4;

    /// <summary>The status in the ledger of a request whose caller left before an answer began.</summary>
    private const int StatusCallerLeft = 499;

    /// <summary>Makes the ledger know of a request whose body is still to come.</summary>
    internal void Await(Exchange exchange) => exchange.Awaited = ledger.Await(exchange.Facts());

    /// <summary>
    /// Makes the ledger account for the attempt that is about to reach <paramref name="target"/>; false when it cannot, and then nothing
    /// may be sent.
    /// </summary>
    internal bool Begin(Exchange exchange, Target target, int number)
    {
        var bound = TokenBound.Of(exchange, target);
        var facts = new TargetFacts(
            number,
            target.Provider.Name,
            target.Model.Name,
            exchange.UpstreamDialectOf(target),
            target.Provider.Region,
            target.Provider.Billing,
            target.Model.Prices,
            bound.Input,

            // What is held is what a kill leaves of the request, so that nothing is free that a limit counts.
            exchange.Hold is null ? bound.Output : bound.Total - bound.Input,
            exchange.Head!.ImageCount);
        if (exchange.Open is { } open)
        {
            if (!ledger.Retarget(open, facts, Progress(exchange)))
            {
                return false;
            }
        }
        else
        {
            exchange.Open = ledger.Open(exchange.Facts(), facts);
            if (exchange.Open is null)
            {
                return false;
            }

            Arrived(exchange);
        }

        // Only now: a target that was never tried is not the row's.
        exchange.Target = facts;
        return true;
    }

    /// <summary>Notes an attempt that failed before content; another may follow.</summary>
    internal void Note(Exchange exchange, AttemptResult result, long startedAt)
    {
        var (usage, _) = UsageOf(exchange, result);
        Add(exchange, result, startedAt, usage);
    }

    /// <summary>Notes what an answer that is under way has given, so that a kill leaves no more of it to be guessed; nothing once it is settled.</summary>
    internal void NoteSeen(AttemptContext attempt, AttemptResult seen)
    {
        var exchange = attempt.Exchange;
        if (exchange.Settled)
        {
            return;
        }

        var (usage, source) = UsageOf(exchange, seen);
        ledger.Note(exchange.Open!, Progress(exchange) with
        {
            Served = exchange.Target,
            Usage = usage,
            UsageSource = source,
            ImageCount = ImagesOf(exchange, seen),
            UpstreamCost = seen.UpstreamCost,
            TtftMs = (long?)exchange.FirstContentMs,
        });
    }

    /// <summary>The attempts so far, as a row that only a restart writes.</summary>
    private static Settlement Progress(Exchange exchange) => new()
    {
        EndedAt = exchange.Now,
        Status = 0,
        Outcome = Outcome.Interrupted,
        Attempts = exchange.Attempts.ToImmutable(),
    };

    /// <summary>Settles with the attempt that served, was forwarded or broke.</summary>
    internal void Settle(AttemptContext attempt, AttemptResult result, int status, ErrorCode? code) =>
        Settle(attempt.Exchange, result, attempt.StartedAt, status, code);

    /// <inheritdoc cref="Settle(AttemptContext, AttemptResult, int, ErrorCode?)"/>
    internal void Settle(Exchange exchange, AttemptResult result, long startedAt, int status, ErrorCode? code)
    {
        if (exchange.Settled)
        {
            return;
        }

        var (usage, source) = UsageOf(exchange, result);
        Add(exchange, result, startedAt, usage);
        Finish(exchange, new Settlement
        {
            EndedAt = exchange.Now,
            Status = status,
            ErrorCode = code?.Name,
            Outcome = OutcomeOf(result.End),
            Served = exchange.Target,
            Usage = usage,
            UsageSource = source,
            ImageCount = ImagesOf(exchange, result),
            UpstreamCost = result.UpstreamCost,
            UpstreamMs = (long)result.DurationMs,
        }, CreatedBy(exchange, result));
    }

    /// <summary>Settles a request whose attempts all failed, or that failed between them.</summary>
    internal void SettleFailed(Exchange exchange, ErrorCode code) => Finish(exchange, new Settlement
    {
        EndedAt = exchange.Now,
        Status = exchange.AnswerBegun ? StatusCodes.Status200OK : code.Status,
        ErrorCode = code.Name,
        Outcome = Outcome.Failed,
        Served = exchange.Target,
    });

    /// <summary>Settles a request whose caller left.</summary>
    /// <param name="result">The attempt that was running, or null when none was.</param>
    internal void SettleLeft(Exchange exchange, AttemptResult? result, long startedAt)
    {
        var status = exchange.AnswerBegun ? StatusCodes.Status200OK : StatusCallerLeft;
        if (result is not null)
        {
            Settle(exchange, result, startedAt, status, null);
            return;
        }

        Finish(exchange, new Settlement
        {
            EndedAt = exchange.Now,
            Status = status,
            Outcome = Outcome.Cancelled,
            Served = exchange.Target,
        });
    }

    /// <summary>Settles a request that the router answered itself; false when the ledger cannot.</summary>
    internal bool SettleOwn(Exchange exchange) => Finish(exchange, new Settlement
    {
        EndedAt = exchange.Now,
        Status = StatusCodes.Status200OK,
        Outcome = Outcome.Completed,
    });

    /// <summary>Records a request that reached no upstream; false when the ledger cannot.</summary>
    internal bool Refuse(Exchange exchange, RouterError error)
    {
        metrics.CountRefusal(error.Code.Name);
        return Finish(exchange, new Settlement
        {
            EndedAt = exchange.Now,
            Status = error.Code.Status,
            ErrorCode = error.Code.Name,
            Outcome = Outcome.Refused,
        });
    }

    /// <summary>The ids that the caller may come back with.</summary>
    private static IReadOnlyCollection<StoredId> CreatedBy(Exchange exchange, AttemptResult result) =>
        exchange.Head!.AnswerIsNotKept ? [.. result.Created.Where(id => !CreatedIds.IsOfAnswer(id.Kind))] : result.Created;

    private bool Finish(Exchange exchange, Settlement settlement, IReadOnlyCollection<StoredId>? created = null)
    {
        if (exchange.Settled)
        {
            return true;
        }

        exchange.Settled = true;
        var complete = settlement with
        {
            LatencyMs = (long)exchange.ElapsedMs,
            TtftMs = (long?)exchange.FirstContentMs,
            Attempts = exchange.Attempts.ToImmutable(),
        };
        Count(exchange, complete);
        if (exchange.Open is not { } open)
        {
            exchange.ReleaseHold();
            var isRecorded = ledger.Record(exchange.Facts(), complete);
            Arrived(exchange);
            return isRecorded;
        }

        exchange.Hold?.Settle(UsageRow.AllTokens(complete));
        ledger.Settle(open, complete, created);
        return true;
    }

    /// <summary>The ledger has the request in another way now.</summary>
    private void Arrived(Exchange exchange)
    {
        if (exchange.Awaited is { } awaited)
        {
            exchange.Awaited = null;
            ledger.Arrived(awaited);
        }
    }

    private void Add(Exchange exchange, AttemptResult result, long startedAt, in TokenUsage usage)
    {
        var target = exchange.Target!;
        var errorClass = result.Failure?.Class ?? (result.End == AttemptEnd.Forwarded ? "request" : result.End == AttemptEnd.CallerLeft ? "cancelled" : null);
        exchange.Attempts.Add(new AttemptFacts(
            target.Attempt,
            target.Provider,
            target.Model,
            target.UpstreamDialect,
            result.Status,
            errorClass,
            startedAt,
            (long)result.DurationMs,
            (long?)result.FirstByteMs,
            usage,
            BucketCosts.Of(usage, ImagesOf(exchange, result), target.Prices).Total));
        metrics.CountAttempt(target.Provider, target.Model, errorClass ?? "served");
    }

    /// <summary>What an attempt used: reported, else estimated when the upstream may have acted, else nothing.</summary>
    private static (TokenUsage Usage, UsageSource Source) UsageOf(Exchange exchange, AttemptResult result)
    {
        var usage = result.End is AttemptEnd.Broken or AttemptEnd.CallerLeft ? result.Usage.BeforeEnd() : result.Usage;
        if (!usage.IsEmpty)
        {
            // A stream that ended before its time may have counted its input only, and some services count only what they gave.
            if (usage.Output is null && result.ContentBytes > 0)
            {
                return (usage with { Output = Tokens(result.ContentBytes) }, UsageSource.Estimated);
            }

            return usage is { Output: > 0, Input: null, CacheRead: null, CacheWrite: null, CacheWrite1h: null }
                ? (usage with { Input = TokenEstimate.Of(exchange.Head!) }, UsageSource.Estimated)
                : (usage, UsageSource.Reported);
        }

        if (!result.Acted || exchange.Adapter.Operation == Operation.CountTokens)
        {
            return (default, UsageSource.None);
        }

        return (new TokenUsage(Input: TokenEstimate.Of(exchange.Head!), Output: Tokens(result.ContentBytes)), UsageSource.Estimated);
    }

    /// <summary>The images that are charged: those of an attempt that gave an answer, or some of one.</summary>
    private static int? ImagesOf(Exchange exchange, AttemptResult result)
    {
        var answered = result.End is AttemptEnd.Served or AttemptEnd.Broken || (result.End == AttemptEnd.CallerLeft && result.ContentBytes > 0);
        return answered && exchange.Head!.ImageCount > 0 ? exchange.Head.ImageCount : null;
    }

    private static long Tokens(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    private static Outcome OutcomeOf(AttemptEnd end) => end switch
    {
        AttemptEnd.Served => Outcome.Completed,
        AttemptEnd.Forwarded or AttemptEnd.Failed or AttemptEnd.Broken => Outcome.Failed,
        AttemptEnd.CallerLeft => Outcome.Cancelled,
    };

    private void Count(Exchange exchange, Settlement settlement)
    {
        var served = settlement.Served;
        var labels = new SeriesLabels(
            exchange.Group?.Name ?? "",
            served?.Provider ?? "",
            served?.Model ?? "",
            DialectNames.Name(exchange.Dialect),
            OutcomeNames.Of(settlement.Outcome),
            exchange.Caller!.ProjectId);

        // The ledger's own sum, so that the two never tell different money.
        var cost = UsageRow.TotalCost(settlement);
        metrics.SeriesOf(labels).Count(settlement.LatencyMs, exchange.FirstContentMs, settlement.UpstreamMs, settlement.Usage, cost);
        if (settlement.Attempts is [var first, ..] && served is not null && (first.Provider != served.Provider || first.Model != served.Model))
        {
            metrics.CountFallback(labels.Group);
        }
    }
}
