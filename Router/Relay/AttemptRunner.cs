// Makes one attempt at one target.
using System.Runtime.CompilerServices;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>Sends the request to a target and relays what comes back: an answer, the upstream's own refusal, or a failure as a value.</summary>
internal sealed class AttemptRunner(UpstreamClients clients, ProviderAddress addresses, Settler settler, IReasoningSeal seal, TimeProvider time)
{
    private const int MaxErrorBytes = 1024 * 1024;

    /// <summary>One attempt; throws only when the caller left while something was written to it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<AttemptResult> RunAsync(Exchange exchange, Target target, int number, CallerStream? caller)
    {
        var stream = exchange.Head!.Stream;
        var startedAt = exchange.Now;
        using var watch = new AttemptWatch(time, target.Provider.Timeouts, stream, exchange.Http.RequestAborted);
        var request = UpstreamCall.Build(exchange, target, addresses);
        try
        {
            var (response, fault) = clients.Of(target.Provider) is { } client
                ? await UpstreamSender.SendAsync(client, request, watch).ConfigureAwait(false)
                : new UpstreamAnswer(null, new UpstreamFault(UpstreamFaultKind.Tls, Sent: false));
            if (fault is not null)
            {
                return new AttemptResult(AttemptEnd.Failed) { Failure = Failures.Of(fault), Acted = fault.Sent, DurationMs = watch.ElapsedMs };
            }

            using (response)
            {
                var attempt = new AttemptContext(exchange, target, number, startedAt, watch, settler, caller);
                return await RelayAsync(attempt, response!).ConfigureAwait(false);
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

        if (!attempt.Exchange.Head!.Stream)
        {
            return IsEventStream(response)
                ? Task.FromResult(Failed(attempt, status, Failures.OfGarbage("it is a stream, but none was asked for")))
                : attempt.Translated is { } request ? TranslatedUnary.RelayAsync(attempt, request, response, seal)
                : UnaryRelay.RelayAsync(attempt, response);
        }

        return IsEventStream(response) || response.Content.Headers.ContentType is null || (attempt.Translated is not null && IsJson(response))
            ? PumpAsync(attempt, response)
            : Task.FromResult(Failed(attempt, status, Failures.OfGarbage("it is not an event stream")));
    }

    private async Task<AttemptResult> PumpAsync(AttemptContext attempt, HttpResponseMessage response)
    {
        if (attempt.Translated is { } request)
        {
            using var translating = new TranslatingPump(attempt, request, response, seal);
            return await translating.RunAsync(IsJson(response)).ConfigureAwait(false);
        }

        using var pump = new StreamPump(attempt, response);
        return await pump.RunAsync().ConfigureAwait(false);
    }

    /// <summary>An error status: the caller's own mistake is forwarded in the upstream's words, everything else is a failed attempt.</summary>
    private async Task<AttemptResult> RefusedAsync(AttemptContext attempt, HttpResponseMessage response, int status)
    {
        var exchange = attempt.Exchange;
        using var body = new PooledBuffer(MaxErrorBytes);
        var (fault, firstByteMs) = await UnaryRelay.ReadAsync(response, body, attempt.Watch).ConfigureAwait(false);

        // A vendor without a count of tokens has nothing at its path; that is not the caller's mistake.
        var isCallers = status is 400 or 413 or 422 || (status == 404 && exchange.Adapter.Operation != Operation.CountTokens);
        if (fault is not null && (isCallers || fault.Kind != UpstreamFaultKind.Reset))
        {
            // Half a refusal is not passed on as if it were whole; of the other statuses the number alone says enough.
            return Failed(attempt, status, Failures.Of(fault));
        }

        var facts = UpstreamErrorReader.Read(status, body.WrittenSpan);
        if (attempt.Translated is { } sent && RejectedReasoning.Is(status, facts) && sent.HasReasoning(exchange.Translation!.Request))
        {
            return Failed(attempt, status, Failures.OfRejectedReasoning(facts));
        }

        var refused = Failures.OfStatus(status, response.Headers, facts, time);

        // Once the gate is taken no heartbeat begins an answer, so whether one began cannot change any more.
        if (attempt.Caller is { } caller)
        {
            await caller.EnterAsync().ConfigureAwait(false);
        }

        if (!isCallers || exchange.AnswerBegun || body.IsOverflow)
        {
            attempt.Caller?.Leave();
            return Failed(attempt, status, refused);
        }

        var result = new AttemptResult(AttemptEnd.Forwarded) { Status = status, DurationMs = attempt.Watch.ElapsedMs, FirstByteMs = firstByteMs };
        try
        {
            CallerAnswer.WriteHead(exchange, attempt.Target, attempt.Number, response, status);
            CallerAnswer.CopyRetryHeaders(exchange.Http.Response, response);
            attempt.Settler.Settle(attempt, result, status, null);
            exchange.AnswerBegun = true;
            if (attempt.Translated is not null)
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

    private static bool IsEventStream(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("content-type", out var type)
        && type.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "application/json", StringComparison.OrdinalIgnoreCase);

    private static AttemptResult Failed(AttemptContext attempt, int status, AttemptFailure failure) =>
        new(AttemptEnd.Failed) { Failure = failure, Status = status, Acted = status == 200, DurationMs = attempt.Watch.ElapsedMs };
}
