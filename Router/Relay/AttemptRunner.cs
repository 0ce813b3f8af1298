// Makes one attempt at one target.
using System.Runtime.CompilerServices;
using Router.Configuration;
using Router.Dialects;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>Sends the request to a target and relays what comes back: an answer, the upstream's own refusal, or a failure as a value.</summary>
internal sealed class AttemptRunner(UpstreamClients clients, ProviderAddress addresses, Settler settler, ReasoningSeal seal, ServiceState service, TimeProvider time)
{
    private const int MaxErrorBytes = 1024 * 1024;

    /// <summary>One attempt; throws only when the caller left while something was written to it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<AttemptResult> RunAsync(Exchange exchange, Target target, int number, CallerStream? caller)
    {
        var stream = exchange.Head!.Stream;
        var startedAt = exchange.Now;
        exchange.FailedUpstreamId = null;
        if (!addresses.IsKnown(target.Provider))
        {
            return new AttemptResult(AttemptEnd.Failed) { Failure = Failures.Of(new UpstreamFault(UpstreamFaultKind.Connect, Sent: false)) };
        }

        using var watch = new AttemptWatch(time, target.Provider.Timeouts, stream, exchange.Http.RequestAborted, service.Stopping);
        var request = UpstreamCall.Build(exchange, target, addresses);
        try
        {
            var (response, fault) = clients.Of(target.Provider) is { } client
                ? await UpstreamSender.SendAsync(client, request, watch).ConfigureAwait(false)
                : (null, new UpstreamFault(UpstreamFaultKind.Tls, Sent: false));
            if (fault is not null)
            {
                return new AttemptResult(AttemptEnd.Failed) { Failure = Failures.Of(fault), Acted = fault.Sent, DurationMs = watch.ElapsedMs };
            }

            using (response)
            {
                var attempt = new AttemptContext(exchange, target, number, startedAt, watch, settler, caller);
                var result = await RelayAsync(attempt, response!).ConfigureAwait(false);
                if (result.End == AttemptEnd.Failed)
                {
                    exchange.FailedUpstreamId = CallerAnswer.UpstreamId(exchange, target, response!);
                }

                return result is { End: AttemptEnd.Failed, Failure.Refusal: not null }
                    ? await RefusedWithinAsync(attempt, response!, result).ConfigureAwait(false)
                    : result;
            }
        }
        catch (OperationCanceledException) when (exchange.CallerGone)
        {
            return new AttemptResult(AttemptEnd.CallerLeft) { Acted = watch.Sent, DurationMs = watch.ElapsedMs };
        }
    }

    private Task<AttemptResult> RelayAsync(AttemptContext attempt, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return Task.FromResult(Failed(attempt, status, Failures.OfRedirect(status)));
        }

        if (status != StatusCodes.Status200OK)
        {
            return RefusedAsync(attempt, response, status);
        }

        if (CodedError.CodingOf(response) is not null)
        {
            return Task.FromResult(Failed(attempt, status, Failures.OfGarbage("it came compressed (content-encoding), which was not asked for")));
        }

        var isStream = IsEventStream(response);
        if (attempt.Exchange.Head!.Stream && (isStream || IsUntyped(response)))
        {
            return isStream ? PumpAsync(attempt, response) : RelayUntypedAsync(attempt, response);
        }

        return RelayBodyAsync(attempt, response, isStream);
    }

    /// <summary>What came for a stream says not what it is.</summary>
    private async Task<AttemptResult> RelayUntypedAsync(AttemptContext attempt, HttpResponseMessage response)
    {
        var (isJson, fault) = await UntypedAnswer.PeekAsync(response, attempt.Watch).ConfigureAwait(false);
        if (fault is not null)
        {
            return Failed(attempt, StatusCodes.Status200OK, Failures.Of(fault));
        }

        return await (isJson ? RelayBodyAsync(attempt, response, isStream: false) : PumpAsync(attempt, response)).ConfigureAwait(false);
    }

    /// <summary>An answer that is one body, or has to be read like one.</summary>
    private Task<AttemptResult> RelayBodyAsync(AttemptContext attempt, HttpResponseMessage response, bool isStream)
    {
        if (attempt.Translated is null && !attempt.Exchange.Head!.Stream && !isStream)
        {
            return UnaryRelay.RelayAsync(attempt, response);
        }

        return (attempt.Translated ?? OfOwnDialect(attempt)) is { } request && (!isStream || attempt.Exchange.Adapter.Operation == Operation.Generate)
            ? TranslatedUnary.RelayAsync(attempt, request, response, isStream, seal)
            : Task.FromResult(Failed(attempt, StatusCodes.Status200OK, Failures.OfGarbage(isStream ? "it is a stream, but none was asked for" : "it is not an event stream")));
    }

    /// <summary>
    /// The request as if it had been translated, for an answer in the caller's dialect but in the other form than was asked for, which has to
    /// be read and written anew.
    /// </summary>
    private static TranslatedRequest? OfOwnDialect(AttemptContext attempt) =>
        attempt.Exchange.Adapter.Operation == Operation.Generate
            ? attempt.Exchange.Translate()?.For(attempt.Target, attempt.Exchange.Dialect)
            : null;

    /// <summary>What was sent held reasoning, and may be tried without.</summary>
    private static bool HasReasoning(AttemptContext attempt)
    {
        var exchange = attempt.Exchange;
        return !exchange.IsWithoutReasoning(attempt.Target)
            && (attempt.Translated is { } sent
                ? sent.HasReasoning(exchange.Translation!.Request)
                : ReasoningEdits.All(exchange.Body!.WrittenSpan).Count > exchange.Head!.FixedEdits.Count);
    }

    private async Task<AttemptResult> PumpAsync(AttemptContext attempt, HttpResponseMessage response)
    {
        if (attempt.Translated is { } request)
        {
            using var translating = new TranslatingPump(attempt, request, response, seal);
            return await translating.RunAsync().ConfigureAwait(false);
        }

        using var pump = new StreamPump(attempt, response);
        return await pump.RunAsync().ConfigureAwait(false);
    }

    /// <summary>An error status: the caller's own mistake is forwarded in the upstream's words, everything else is a failed attempt.</summary>
    private async Task<AttemptResult> RefusedAsync(AttemptContext attempt, HttpResponseMessage response, int status)
    {
        var exchange = attempt.Exchange;
        using var body = new PooledBuffer(MaxErrorBytes);
        attempt.Watch.SeeRefusal();
        var (fault, firstByteMs) = await UnaryRelay.ReadAsync(response, body, attempt.Watch).ConfigureAwait(false);

        // A vendor without a count of tokens has nothing at its path; that is not the caller's mistake.
        var mayBeCallers = status is 400 or 413 or 422 || (status == 404 && exchange.Adapter.Operation != Operation.CountTokens);
        if (fault is not null && (mayBeCallers || !IsOfBodyAlone(fault.Kind)))
        {
            // Half a refusal is not passed on as if it were whole; of the other statuses the number alone says enough.
            return Failed(attempt, status, Failures.Of(fault));
        }

        using var plain = new PooledBuffer(MaxErrorBytes);
        var read = await CodedError.ReadAsync(response, body, plain).ConfigureAwait(false);
        var facts = EchoedKey.BlotOut(attempt.Target.Provider, UpstreamErrorReader.Read(status, read is null ? default : UnaryRelay.WithoutMark(read).Span));
        if (RejectedReasoning.Is(status, facts) && HasReasoning(attempt))
        {
            return Failed(attempt, status, Failures.OfRejectedReasoning(facts));
        }

        if (RejectedReasoning.IsForThoughts(status, facts) && attempt.Translated is not null && exchange.Translation!.TryFillThoughts(attempt.Target))
        {
            return Failed(attempt, status, Failures.OfMissingThoughts(facts));
        }

        var failed = Failed(attempt, status, Failures.OfStatus(status, response.Headers, facts, time)) with { FirstByteMs = firstByteMs };
        var isPassedOn = attempt.Translated is null && read is not null && !EchoedKey.IsIn(attempt.Target.Provider, read.WrittenSpan);
        return mayBeCallers && !(status == 400 && Failures.IsOfKey(facts)) && !body.IsOverflow
            ? await ForwardAsync(attempt, response, status, facts, isPassedOn ? read : null, failed).ConfigureAwait(false)
            : failed;
    }

    /// <summary>A refusal of the request itself inside a 200, before any content: the caller gets it as the status would have told it.</summary>
    private static async Task<AttemptResult> RefusedWithinAsync(AttemptContext attempt, HttpResponseMessage response, AttemptResult failed)
    {
        const int Status = StatusCodes.Status400BadRequest;
        var facts = failed.Failure!.Refusal!;
        return RejectedReasoning.Is(Status, facts) && HasReasoning(attempt)
            ? failed with { Failure = Failures.OfRejectedReasoning(facts) }
            : await ForwardAsync(attempt, response, Status, facts, null, failed).ConfigureAwait(false);
    }

    /// <summary>Passes on that the request itself was refused: in a stream that a heartbeat began already, as its last event.</summary>
    /// <param name="body">The refusal as it came, for a caller of the same dialect; null to write it in the caller's envelope.</param>
    private static async Task<AttemptResult> ForwardAsync(
        AttemptContext attempt, HttpResponseMessage response, int status, UpstreamErrorFacts facts, PooledBuffer? body, AttemptResult failed)
    {
        // Once the gate is taken no heartbeat begins an answer, so whether one began cannot change any more.
        var exchange = attempt.Exchange;
        if (attempt.Caller is { } caller)
        {
            await caller.EnterAsync().ConfigureAwait(false);
        }

        var result = failed with { End = AttemptEnd.Forwarded, Failure = null, Acted = false };
        try
        {
            if (exchange.AnswerBegun && attempt.Caller is { } begun)
            {
                attempt.Settler.Settle(attempt, result, StatusCodes.Status200OK, null);
                begun.WriteRefusal(status, facts);
                begun.End();
                await begun.FlushAsync(WriteLimit.Of(attempt.Target)).ConfigureAwait(false);
                return result;
            }

            CallerAnswer.WriteHead(exchange, attempt.Target, attempt.Number, response, status);
            CallerAnswer.WriteRetryHeaders(exchange, response);
            attempt.Settler.Settle(attempt, result, status, null);
            exchange.AnswerBegun = true;
            if (body is null)
            {
                using var envelope = new PooledBuffer();
                ForwardedError.Write(envelope, exchange.Dialect, status, facts, exchange.RequestId);
                await CallerAnswer.WriteBodyAsync(exchange, attempt.Target, null, new(envelope.WrittenMemory)).ConfigureAwait(false);
                return result;
            }

            await CallerAnswer.WriteBodyAsync(
                exchange, attempt.Target, CallerAnswer.ContentType(response), new(body.WrittenMemory)).ConfigureAwait(false);
            return result;
        }
        catch
        {
            // Whoever puts the failure into words waits for the gate.
            attempt.Caller?.Leave();
            throw;
        }
    }

    /// <summary>The body broke off or stalled, which takes nothing from what the status says.</summary>
    private static bool IsOfBodyAlone(UpstreamFaultKind kind) => kind
        is UpstreamFaultKind.Reset or UpstreamFaultKind.FirstByteTimeout or UpstreamFaultKind.IdleTimeout or UpstreamFaultKind.TotalTimeout;

    private static bool IsEventStream(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("content-type", out var type)
        && type.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>No type, or one that is given to anything; clients of such a stream read it without looking.</summary>
    private static bool IsUntyped(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is null or "text/plain" or "application/octet-stream";

    private static AttemptResult Failed(AttemptContext attempt, int status, AttemptFailure failure) =>
        new(AttemptEnd.Failed) { Failure = failure, Status = status, Acted = IsSuccess(status), DurationMs = attempt.Watch.ElapsedMs };

    /// <summary>The upstream did what it was asked, and may charge for it; 204 and 205 say that nothing came of it.</summary>
    private static bool IsSuccess(int status) => status is >= 200 and < 300 and not (204 or 205);
}
