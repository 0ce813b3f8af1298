// Relays an answer that is one body.
using System.Buffers;
using System.Text.Unicode;
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

    /// <summary>What an answer takes without being counted: nearly all are smaller.</summary>
    private const int SmallAnswer = 64 * 1024;

    private const int FirstBuffer = 4096;
    private const int LargestFirstBuffer = 1024 * 1024;

    internal static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Relays a 200 answer.</summary>
    internal static async Task<AttemptResult> RelayAsync(AttemptContext attempt, HttpResponseMessage response)
    {
        var exchange = attempt.Exchange;
        using var body = new PooledBuffer(MaxAnswerBytes);
        using var hold = exchange.BodyHold!.ForAnswer();
        var (failed, firstByteMs) = await ReadAnswerAsync(attempt, response, body, hold).ConfigureAwait(false);
        if (failed is not null)
        {
            return Failed(attempt, failed, firstByteMs);
        }

        if (!Utf8.IsValid(body.WrittenSpan))
        {
            return Failed(attempt, Failures.OfGarbage("it is not UTF-8"), firstByteMs);
        }

        var answer = WithoutMark(body);
        var facts = exchange.Adapter.ReadAnswer(answer.Span);
        if (!facts.Valid)
        {
            var failure = facts.Error is { } error ? attempt.OfInStreamError(error) : Failures.OfGarbage(facts.Fault!);
            return Failed(attempt, failure, firstByteMs) with { Usage = attempt.Counted(facts.Usage), UpstreamCost = facts.UpstreamCostNano };
        }

        var result = new AttemptResult(AttemptEnd.Served)
        {
            Status = 200,
            Usage = attempt.Counted(facts.Usage),
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
            exchange, attempt.Target, CallerAnswer.ContentType(response), WithIdentity(exchange, answer, facts))
            .ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads the body of a 200 answer; what fails is a failed attempt.</summary>
    /// <param name="hold">Counts the memory of an answer that is not small.</param>
    internal static async ValueTask<(AttemptFailure? Failure, double? FirstByteMs)> ReadAnswerAsync(
        AttemptContext attempt, HttpResponseMessage response, PooledBuffer into, BodyHold hold)
    {
        var (fault, firstByteMs) = await ReadAsync(response, into, attempt.Watch, hold).ConfigureAwait(false);
        var failure = hold.IsRefused ? Failures.NoRoom()
            : fault is not null ? Failures.Of(fault)
            : into.IsOverflow ? Failures.TooLarge()
            : null;
        return (failure, firstByteMs);
    }

    /// <summary>Reads a body to its end, to the overflow of the buffer, or until there is no room for more of it.</summary>
    internal static async ValueTask<(UpstreamFault? Fault, double? FirstByteMs)> ReadAsync(
        HttpResponseMessage response, PooledBuffer into, AttemptWatch watch, BodyHold? hold = null)
    {
        double? firstByteMs = null;
        var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            _ = into.GetMemory((int)Math.Min((response.Content.Headers.ContentLength ?? FirstBuffer) + 1, LargestFirstBuffer));
            while (!into.IsOverflow)
            {
                var free = into.GetMemory(1);
                if (into.Capacity > SmallAnswer && hold?.TryGrowTo(into.Capacity) == false)
                {
                    return (null, firstByteMs);
                }

                var (read, fault) = await UpstreamSender.ReadAsync(stream, free, watch).ConfigureAwait(false);
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

    /// <summary>The body without the byte-order mark that some servers put before it, which no JSON begins with.</summary>
    internal static ReadOnlyMemory<byte> WithoutMark(PooledBuffer body) =>
        body.WrittenSpan.StartsWith(ByteOrderMark) ? body.WrittenMemory[ByteOrderMark.Length..] : body.WrittenMemory;

    private static ReadOnlySequence<byte> WithIdentity(Exchange exchange, ReadOnlyMemory<byte> body, in AnswerFacts facts)
    {
        if (!exchange.Snapshot.Server.GroupIdentity || facts.ModelStart < 0)
        {
            return new ReadOnlySequence<byte>(body);
        }

        return JsonEdits.Apply(body, [new JsonEdit(facts.ModelStart, facts.ModelLength, CallerAnswer.GroupName(exchange))]);
    }

    /// <summary>An attempt whose 200 is no answer.</summary>
    internal static AttemptResult Failed(AttemptContext attempt, AttemptFailure failure, double? firstByteMs) => new(AttemptEnd.Failed)
    {
        Failure = failure,
        Status = 200,
        Acted = true,
        DurationMs = attempt.Watch.ElapsedMs,
        FirstByteMs = firstByteMs,
    };
}
