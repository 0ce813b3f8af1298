// Relays an answer that is one body.
using System.Buffers;
using Router.Dialects;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// Reads the whole body into a pooled buffer, checks that it is an answer, settles, and only then writes it: a truncated or garbled
/// answer is a clean error or a fallback, and an answer the caller has is in the ledger.
/// </summary>
internal static class UnaryRelay
{
    /// <summary>The largest answer that is taken; bytes.</summary>
    internal const int MaxAnswerBytes = 64 * 1024 * 1024;

    private const int FirstBuffer = 4096;
    private const int LargestFirstBuffer = 1024 * 1024;

    /// <summary>Relays a 200 answer.</summary>
    internal static async Task<AttemptResult> RelayAsync(AttemptContext attempt, HttpResponseMessage response)
    {
        var exchange = attempt.Exchange;
        using var body = new PooledBuffer(MaxAnswerBytes);
        var (fault, firstByteMs) = await ReadAsync(response, body, attempt.Watch).ConfigureAwait(false);
        if (fault is not null)
        {
            return Failed(attempt, Failures.Of(fault), firstByteMs);
        }

        if (body.IsOverflow)
        {
            return Failed(attempt, Failures.TooLarge(MaxAnswerBytes), firstByteMs);
        }

        var facts = exchange.Adapter.ReadAnswer(body.WrittenSpan);
        if (!facts.Valid)
        {
            var failure = facts.Error is { } error ? Failures.OfInStreamError(error) : Failures.OfGarbage(facts.Fault!);
            return Failed(attempt, failure, firstByteMs) with { Usage = facts.Usage, UpstreamCost = facts.UpstreamCostNano };
        }

        var result = new AttemptResult(AttemptEnd.Served)
        {
            Status = 200,
            Usage = facts.Usage,
            UpstreamCost = facts.UpstreamCostNano,
            Acted = true,
            DurationMs = attempt.Watch.ElapsedMs,
            FirstByteMs = firstByteMs,
            ContentBytes = facts.ContentBytes,
            Created = facts.Created ?? [],
        };
        CallerAnswer.WriteHead(exchange, attempt.Target, attempt.Number, response, StatusCodes.Status200OK);
        exchange.ContentSent();
        attempt.Settler.Settle(attempt, result, StatusCodes.Status200OK, null);
        exchange.AnswerBegun = true;
        await CallerAnswer.WriteBodyAsync(
            exchange, attempt.Target, CallerAnswer.ContentType(response), WithIdentity(exchange, body, facts))
            .ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads a body to its end, or to the overflow of the buffer.</summary>
    internal static async ValueTask<(UpstreamFault? Fault, double? FirstByteMs)> ReadAsync(
        HttpResponseMessage response, PooledBuffer into, AttemptWatch watch)
    {
        double? firstByteMs = null;
        var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            _ = into.GetMemory((int)Math.Min((response.Content.Headers.ContentLength ?? FirstBuffer) + 1, LargestFirstBuffer));
            while (!into.IsOverflow)
            {
                var (read, fault) = await UpstreamSender.ReadAsync(stream, into.GetMemory(1), watch).ConfigureAwait(false);
                if (fault is not null)
                {
                    return (fault, firstByteMs);
                }

                if (read == 0)
                {
                    return (null, firstByteMs);
                }

                firstByteMs ??= watch.ElapsedMs;
                into.Advance(read);
            }
        }

        return (null, firstByteMs);
    }

    private static ReadOnlySequence<byte> WithIdentity(Exchange exchange, PooledBuffer body, in AnswerFacts facts)
    {
        if (!exchange.Snapshot.Server.GroupIdentity || facts.ModelStart < 0)
        {
            return new ReadOnlySequence<byte>(body.WrittenMemory);
        }

        return JsonEdits.Apply(body.WrittenMemory, [new JsonEdit(facts.ModelStart, facts.ModelLength, CallerAnswer.GroupName(exchange))]);
    }

    private static AttemptResult Failed(AttemptContext attempt, AttemptFailure failure, double? firstByteMs) => new(AttemptEnd.Failed)
    {
        Failure = failure,
        Status = 200,
        Acted = true,
        DurationMs = attempt.Watch.ElapsedMs,
        FirstByteMs = firstByteMs,
    };
}
