// The way of a request, from its first byte to its row in the ledger.
using System.Runtime.CompilerServices;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Ledger;
using Router.Routing;
using Router.Telemetry;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// The only place that knows the order:
/// 1 identify · 2 read head · 3 admit · 4 redact · 5 plan · 6 hold and open · 7 attempt until one is accepted, and relay · 8 settle.
/// (Nothing is redacted in this version: the configuration refuses <c>pii</c>, so step 4 has no call. Step 6 begins in
/// <see cref="QuotaGate.Enter"/> and happens for each attempt in <see cref="Settler.Begin"/>, step 8 in <see cref="Settler"/> before the end of the answer goes out.)
/// </summary>
internal sealed class RequestPipeline(
    ConfigurationState configuration,
    CallerGate gate,
    LicenseGate license,
    AttemptRunner attempts,
    SameTargetRetry retry,
    QuotaGate quotas,
    Settler settler,
    StoredIdLog storedIds,
    ReasoningSeal seal,
    ServiceState service,
    RouterMetrics metrics,
    RequestIds ids,
    TimeProvider time,
    Func<double> dice,
    ILogger<RequestPipeline> logger)
{
    /// <summary>Serves one POST of the caller surface.</summary>
    /// <param name="endpoint">The path's name in the ledger.</param>
    internal async Task RunAsync(HttpContext http, IDialectAdapter adapter, string endpoint)
    {
        using var exchange = new Exchange(http, adapter, endpoint, configuration.Current, ids.Next(), seal, time) { License = license.Current };
        if (gate.Identify(http.Request, exchange.Snapshot, out var caller) is { } denied)
        {
            metrics.CountRefusal(denied.Code.Name);
            await CallerAnswer.WriteErrorAsync(exchange, denied).ConfigureAwait(false);
            return;
        }

        exchange.Caller = caller;
        metrics.InFlight.Inc();
        var entered = service.TryEnter();
        try
        {
            await RunAsync(exchange, entered).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CallerLeftException || (exchange.CallerGone && failure is OperationCanceledException or IOException))
        {
            settler.SettleLeft(exchange, null, 0);
            Log.CallerLeft(logger, exchange.RequestId);

            // Whoever is still there after all must not take the server's empty 200 for an answer.
            http.Abort();
        }
#pragma warning disable CA1031 // The last door: whatever went wrong, the request gets its row, and its caller an answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.Bug(logger, failure, exchange.RequestId);
            await FailAsync(exchange, new RouterError(ErrorCode.InternalError, "The router failed; its log has the request's id."), null).ConfigureAwait(false);
        }
        finally
        {
            metrics.InFlight.Dec();
            if (entered)
            {
                service.Leave();
            }
        }
    }

    private async Task RunAsync(Exchange exchange, bool entered)
    {
        RoutePlan? plan = null;
        var refusal = entered
            ? await ReadHeadAsync(exchange).ConfigureAwait(false)
            : new RouterError(ErrorCode.Overloaded, "The router serves as many requests as it can.") { RetryAfter = TimeSpan.FromSeconds(1) };
        refusal ??= Admit(exchange) ?? Plan(exchange, out plan) ?? quotas.Enter(exchange, plan);
        if (refusal is not null)
        {
            await RefuseAsync(exchange, refusal).ConfigureAwait(false);
            return;
        }

        if (!exchange.Head!.Stream)
        {
            await AttemptAsync(exchange, plan!, null).ConfigureAwait(false);
            return;
        }

        var caller = new CallerStream(exchange, time);
        await using (caller.ConfigureAwait(false))
        {
            await AttemptAsync(exchange, plan!, caller).ConfigureAwait(false);
        }
    }

    private async ValueTask<RouterError?> ReadHeadAsync(Exchange exchange)
    {
        var max = exchange.Snapshot.Server.MaxRequestBytes;
        exchange.BodyHold = new BodyHold(service, exchange.Snapshot.Server.MaxBufferedBytes);
        exchange.Body = new PooledBuffer((int)Math.Min(max, int.MaxValue));
        var error = await BodyReader.ReadAsync(exchange, max, settler).ConfigureAwait(false);
        if (error is null)
        {
            exchange.Head = exchange.Adapter.ReadHead(exchange.Body.WrittenMemory, out error);
        }

        return error;
    }

    private RouterError? Admit(Exchange exchange)
    {
        if (service.Draining)
        {
            return new RouterError(ErrorCode.Draining, "The router is stopping.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        if (LicenseGate.Refusal(exchange.License!, exchange.Snapshot) is { } unlicensed)
        {
            return unlicensed;
        }

        var asked = exchange.Head!.Model;
        if (exchange.Snapshot.GroupsByName.TryGetValue(asked, out var group) && exchange.Caller!.MayUse(group.Name))
        {
            exchange.Group = group;
            return license.Refusal(exchange.License!, exchange.Snapshot, exchange.Caller, group);
        }

        return Refusals.UnknownModel(asked);
    }

    private RouterError? Plan(Exchange exchange, out RoutePlan plan)
    {
        var operation = exchange.Adapter.Operation;
        var tie = StoredIdTie.Of(exchange.Head!.ForeignIds, exchange.Caller!.ProjectId, storedIds);
        var needs = new RouteNeeds(
            operation == Operation.Embed ? [Dialect.OpenAIChat, Dialect.OpenAIResponses] : [exchange.Dialect],
            operation == Operation.Embed ? ModelCapabilities.None : (ModelCapabilities)(int)exchange.Head.Needs,
            tie.Target);
        plan = RoutePlanner.Plan(exchange.Group!, needs, dice, exchange);
        if (exchange.Translation is { } translation && plan.Order.Length > 1)
        {
            // Reasoning is good only where it was made.
            plan = plan with { Order = [.. plan.Order.OrderByDescending(translation.IsHome)] };
        }

        if (plan.Order.IsEmpty || tie.Refused.Count > 0)
        {
            return Refusals.NoTarget(exchange, plan, needs, tie);
        }

        if (operation == Operation.CountTokens)
        {
            // The others could serve the request, and where none counts that is enough for an estimate.
            plan = plan with { Order = plan.Order.RemoveAll(target => !TargetDialect.Counts(target.Provider)) };
        }

        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AttemptAsync(Exchange exchange, RoutePlan plan, CallerStream? caller)
    {
        AttemptResult? last = null;
        exchange.TargetsLeft = plan.Order.Length;
        foreach (var target in plan.Order)
        {
            if (last is not null && !SameTargetRetry.MayBegin(exchange, TimeSpan.Zero))
            {
                break;
            }

            exchange.TargetsLeft--;
            last = await AttemptOnceAsync(exchange, target, caller, last).ConfigureAwait(false);
            if (SameTargetRetry.Wants(exchange, last))
            {
                last = await AttemptAgainAsync(exchange, last, target, caller).ConfigureAwait(false);
            }

            if (last.Failure?.Class is Failures.ReasoningRejected or Failures.ThoughtsMissing && exchange.HasRetryLeft)
            {
                if (last.Failure.Class == Failures.ReasoningRejected)
                {
                    exchange.LeaveOutReasoning(target);
                }

                last = await AttemptOnceAsync(exchange, target, caller, last).ConfigureAwait(false);
            }

            if (last.End != AttemptEnd.Failed || last.Failure!.IsLast)
            {
                break;
            }

            Log.AttemptFailed(logger, exchange.RequestId, target.Provider.Name, target.Model.Name, last.Failure.Class, exchange.FailedUpstreamId ?? "-");
        }

        var isUnaccounted = last?.Failure?.Error.Code == ErrorCode.LedgerUnavailable;
        if (exchange.Adapter.Operation == Operation.CountTokens && !isUnaccounted && last is null or { End: AttemptEnd.Failed })
        {
            await EstimateAsync(exchange, plan).ConfigureAwait(false);
        }
        else if (last is { End: AttemptEnd.Failed })
        {
            await FailAsync(exchange, Refusals.AllFailed(exchange, last.Failure!), caller).ConfigureAwait(false);
        }
    }

    /// <summary>On its own, so that only a request that is tried again pays for what it takes with it.</summary>
    private ValueTask<AttemptResult> AttemptAgainAsync(Exchange exchange, AttemptResult first, Target target, CallerStream? caller) =>
        retry.RunAsync(exchange, first, () => AttemptOnceAsync(exchange, target, caller, first));

    /// <param name="before">The failed attempt before; its failure stands when there is no room for another.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> AttemptOnceAsync(Exchange exchange, Target target, CallerStream? caller, AttemptResult? before)
    {
        if (before is not null && !QuotaGate.AllowsAnother(exchange, target))
        {
            return before with { Failure = before.Failure! with { MayRetrySame = false, IsLast = true } };
        }

        var number = exchange.Attempts.Count + 1;
        if (!settler.Begin(exchange, target, number))
        {
            return new AttemptResult(AttemptEnd.Failed) { Failure = Failures.LedgerUnavailable() };
        }

        var startedAt = exchange.Now;
        AttemptResult result;
        try
        {
            result = await attempts.RunAsync(exchange, target, number, caller).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A bug met over one target's answer must lose neither the attempt's row nor the other targets.
        catch (Exception failure) when (!exchange.CallerGone || failure is not (OperationCanceledException or IOException))
#pragma warning restore CA1031
        {
            Log.Bug(logger, failure, exchange.RequestId);
            return await BuggyAsync(exchange, startedAt, caller).ConfigureAwait(false);
        }

        if (result.End == AttemptEnd.Failed)
        {
            settler.Note(exchange, result, startedAt);
        }
        else if (result.End == AttemptEnd.CallerLeft)
        {
            settler.SettleLeft(exchange, result, startedAt);
            Log.CallerLeft(logger, exchange.RequestId);
        }

        return result;
    }

    /// <summary>An attempt that ended in a bug: failed while the caller has no content, else broken.</summary>
    private async Task<AttemptResult> BuggyAsync(Exchange exchange, long startedAt, CallerStream? caller)
    {
        var committed = exchange.Settled || exchange.FirstContentMs is not null;
        var result = new AttemptResult(committed ? AttemptEnd.Broken : AttemptEnd.Failed)
        {
            Failure = Failures.OfBug(),
            Acted = true,
            DurationMs = exchange.Now - startedAt,
        };
        if (!committed)
        {
            if (!exchange.Http.Response.HasStarted && !exchange.AnswerBegun)
            {
                exchange.Http.Response.Clear();
            }

            settler.Note(exchange, result, startedAt);
            return result;
        }

        if (exchange.Settled && exchange.AnswerBegun)
        {
            // The row is written and perhaps the end of the answer too: nothing more can be said.
            exchange.Http.Abort();
            return result;
        }

        settler.Settle(exchange, result, startedAt, StatusCodes.Status200OK, result.Failure!.Error.Code);
        await FailAsync(exchange, result.Failure.Error, caller).ConfigureAwait(false);
        return result;
    }

    /// <summary>Answers a request that reached no upstream, after its row is written; without a row there is no answer but that.</summary>
    private async Task RefuseAsync(Exchange exchange, RouterError refusal)
    {
        var error = settler.Refuse(exchange, refusal) ? refusal : Failures.LedgerUnavailable().Error;
        Log.Refused(logger, exchange.RequestId, error.Code.Name);
        if (exchange.Group is not null)
        {
            CallerAnswer.WriteGroup(exchange, attempts: 0);
        }

        await CallerAnswer.WriteErrorAsync(exchange, error).ConfigureAwait(false);
    }

    /// <summary>Counts tokens without an upstream: none of the group counts, or none that does answered.</summary>
    private async Task EstimateAsync(Exchange exchange, RoutePlan plan)
    {
        if (!settler.SettleOwn(exchange))
        {
            await CallerAnswer.WriteErrorAsync(exchange, Failures.LedgerUnavailable().Error).ConfigureAwait(false);
            return;
        }

        exchange.AnswerBegun = true;
        var target = plan.Order.FirstOrDefault() ?? plan.Considered.First(considered => considered.Reason is null).Target;
        await TokenEstimate.WriteAsync(exchange, target).ConfigureAwait(false);
    }

    private async Task FailAsync(Exchange exchange, RouterError error, CallerStream? caller)
    {
        // Kept to the end: no heartbeat may begin the answer, or follow it, from here on.
        if (caller is not null)
        {
            await caller.EnterAsync().ConfigureAwait(false);
        }

        if (exchange.Caller is not null)
        {
            settler.SettleFailed(exchange, error.Code);
        }

        Log.Failed(logger, exchange.RequestId, error.Code.Name);
        var http = exchange.Http;
        if (http.Response.HasStarted || exchange.AnswerBegun)
        {
            if (caller is null)
            {
                http.Abort();
                return;
            }

            caller.WriteError(error);
            await caller.FlushAsync().ConfigureAwait(false);
            return;
        }

        http.Response.Clear();
        if (exchange.Group is not null)
        {
            CallerAnswer.WriteGroup(exchange, exchange.Attempts.Count);
            CallerAnswer.WriteUpstreamId(exchange);
        }

        await CallerAnswer.WriteErrorAsync(exchange, error).ConfigureAwait(false);
    }
}
