// Relays an answer that is one body.
using System.Buffers;
using System.Text;
using Router.Dialects;
using Router.Inference;
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
        using var body = new PooledBuffer();
        var (fault, firstByteMs) = await ReadAsync(response, body, attempt.Watch, MaxAnswerBytes).ConfigureAwait(false);
        if (fault is not null)
        {
            return Failed(attempt, Failures.Of(fault), firstByteMs);
        }

        if (body.WrittenCount > MaxAnswerBytes)
        {
            return Failed(attempt, Failures.TooLarge(MaxAnswerBytes), firstByteMs);
        }

        var facts = attempt.Adapter.ReadAnswer(body.WrittenSpan);
        if (!facts.Valid)
        {
            return Failed(attempt, facts.Error is { } error ? Failures.OfInStreamError(error) : Failures.OfGarbage(facts.Fault!), firstByteMs);
        }

        exchange.ContentSent();
        var result = new AttemptResult(AttemptEnd.Served)
        {
            Status = 200,
            Usage = facts.Usage,
            UpstreamCost = facts.UpstreamCostNano,
            Acted = true,
            DurationMs = attempt.Watch.ElapsedMs,
            FirstByteMs = firstByteMs,
            ContentBytes = body.WrittenCount,
        };
        attempt.Settler.Settle(exchange, attempt, result, StatusCodes.Status200OK, null);

        CallerAnswer.WriteHead(exchange, attempt.Target, attempt.Number, response, StatusCodes.Status200OK);
        exchange.AnswerBegun = true;
        await CallerAnswer.WriteBodyAsync(
            exchange.Http.Response, response.Content.Headers.ContentType?.ToString(), WithIdentity(exchange, body, facts), exchange.Http.RequestAborted)
            .ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads a body up to <paramref name="max"/> bytes and one more, so that the reader can tell that it is larger.</summary>
    internal static async ValueTask<(UpstreamFault? Fault, double? FirstByteMs)> ReadAsync(
        HttpResponseMessage response, PooledBuffer into, AttemptWatch watch, int max)
    {
        double? firstByteMs = null;
        var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            into.Reserve((int)Math.Min((response.Content.Headers.ContentLength ?? FirstBuffer) + 1, LargestFirstBuffer));
            while (into.WrittenCount <= max)
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

        return JsonEdits.Apply(body.WrittenMemory, [new JsonEdit(facts.ModelStart, facts.ModelLength, GroupName(exchange))]);
    }

    /// <summary>The group's name as a JSON string; the configuration allows no character in it that needs an escape.</summary>
    internal static byte[] GroupName(Exchange exchange) => Encoding.UTF8.GetBytes($"\"{exchange.Group!.Name}\"");

    private static AttemptResult Failed(AttemptContext attempt, AttemptFailure failure, double? firstByteMs) => new(AttemptEnd.Failed)
    {
        Failure = failure,
        Status = 200,
        Acted = true,
        DurationMs = attempt.Watch.ElapsedMs,
        FirstByteMs = firstByteMs,
    };
}
