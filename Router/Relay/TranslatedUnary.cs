// Relays an answer that is read whole and written anew.
using System.Buffers;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// As <see cref="UnaryRelay"/> does it: read whole, translated, settled, and only then written. A body that came instead of a stream becomes
/// a short stream, and a stream that came instead of a body is folded into one.
/// </summary>
internal static class TranslatedUnary
{
    internal static async Task<AttemptResult> RelayAsync(
        AttemptContext attempt, TranslatedRequest request, HttpResponseMessage response, bool isStream, ReasoningSeal seal)
    {
        var exchange = attempt.Exchange;
        using var body = new PooledBuffer(UnaryRelay.MaxAnswerBytes);
        using var hold = exchange.BodyHold!.ForAnswer();
        var (failed, firstByteMs) = await UnaryRelay.ReadAnswerAsync(attempt, response, body, hold).ConfigureAwait(false);
        if (failed is not null)
        {
            return UnaryRelay.Failed(attempt, failed, firstByteMs);
        }

        using var answer = new PooledBuffer();
        var whole = isStream ? body.WrittenMemory : UnaryRelay.WithoutMark(body);
        var (failure, result) = exchange.Adapter.Operation == Operation.CountTokens
            ? Count(whole, answer)
            : Translate(attempt, request, whole, isStream, answer, seal);
        result = result with { Status = 200, Acted = true, DurationMs = attempt.Watch.ElapsedMs, FirstByteMs = firstByteMs };
        failure ??= hold.TryGrowTo(body.Capacity + answer.Capacity) ? null : Failures.NoRoom();
        if (failure is not null)
        {
            return result with { End = AttemptEnd.Failed, Failure = failure };
        }

        if (attempt.Caller is { } caller)
        {
            await caller.EnterAsync().ConfigureAwait(false);
            try
            {
                await StreamAsync(attempt, request, response, caller, answer, result).ConfigureAwait(false);
            }
            finally
            {
                caller.Leave();
            }

            return result;
        }

        WriteHead(attempt, request, response);
        exchange.ContentSent();
        attempt.Settler.Settle(attempt, result, StatusCodes.Status200OK, null);
        exchange.AnswerBegun = true;
        await CallerAnswer.WriteBodyAsync(exchange, attempt.Target, null, new ReadOnlySequence<byte>(answer.WrittenMemory)).ConfigureAwait(false);
        return result;
    }

    private static void WriteHead(AttemptContext attempt, TranslatedRequest request, HttpResponseMessage response)
    {
        CallerAnswer.WriteHead(attempt.Exchange, attempt.Target, attempt.Number, response, StatusCodes.Status200OK);
        if (attempt.Translated is not null)
        {
            TranslatedAnswer.WriteLosses(attempt.Exchange.Http.Response, request.Losses);
        }
    }

    private static ValueTask StreamAsync(
        AttemptContext attempt, TranslatedRequest request, HttpResponseMessage response, CallerStream caller, PooledBuffer events, AttemptResult result)
    {
        if (!attempt.Exchange.AnswerBegun)
        {
            WriteHead(attempt, request, response);
        }

        caller.Begin();
        attempt.Exchange.ContentSent();
        attempt.Settler.Settle(attempt, result, StatusCodes.Status200OK, null);
        caller.Write(events.WrittenSpan);
        caller.End();
        return caller.FlushAsync(WriteLimit.Of(attempt.Target));
    }

    private static (AttemptFailure? Failure, AttemptResult Result) Translate(
        AttemptContext attempt, TranslatedRequest request, ReadOnlyMemory<byte> body, bool isStream, PooledBuffer answer, ReasoningSeal seal)
    {
        var source = TranslatedAnswer.Source(attempt, request);
        var context = TranslatedAnswer.Context(attempt, request, seal);
        var writer = Translators.Of(attempt.Exchange.Dialect).AnswerWriter;
        using var fold = new AnswerFold();
        using var stream = attempt.Caller is null ? null : writer.Open(context, answer);
        var meter = new AnswerMeter((IAnswerSink?)stream ?? fold);
        using var restore = new ToolRestore(request.Names, context.Report, meter);
        var reader = Translators.Of(request.Profile.Dialect).AnswerReader;
        var failure = isStream ? ReadStream(reader, body.Span, source, restore) : reader.Read(body, source, restore);
        var counted = failure?.Counted ?? meter.Usage;
        var result = new AttemptResult(AttemptEnd.Served)
        {
            Usage = counted.Tokens,
            UpstreamCost = counted.CostNano,
            ContentBytes = meter.ContentBytes,
        };
        if (failure is not null)
        {
            return (TranslatedAnswer.FailureOf(attempt, failure), result);
        }

        if (stream is null)
        {
            writer.Write(context, fold, answer);
        }

        return (null, result);
    }

    private static AnswerFailure? ReadStream(IAnswerReader reader, ReadOnlySpan<byte> bytes, AnswerSource source, IAnswerSink sink)
    {
        using var stream = reader.Open(source);
        return ReadFrames(stream, bytes, sink) is { } failure ? failure with { Counted = stream.Counted } : null;
    }

    private static AnswerFailure? ReadFrames(IAnswerStreamReader stream, ReadOnlySpan<byte> bytes, IAnswerSink sink)
    {
        using var framer = new SseFramer();
        while (!bytes.IsEmpty)
        {
            var memory = framer.GetMemory();
            var taken = Math.Min(memory.Length, bytes.Length);
            bytes[..taken].CopyTo(memory.Span);
            bytes = bytes[taken..];
            framer.Advance(taken);
            while (framer.TryRead(out var frame))
            {
                if (stream.Read(frame, sink) is { } failure)
                {
                    return failure;
                }
            }

            if (framer.FrameTooLarge)
            {
                return AnswerFailure.Garbage;
            }
        }

        return (framer.TryReadRemainder(out var rest) ? stream.Read(rest, sink) : null) ?? stream.Complete(sink);
    }

    /// <summary>A count is one number in both dialects that have it.</summary>
    private static (AttemptFailure? Failure, AttemptResult Result) Count(ReadOnlyMemory<byte> body, PooledBuffer answer)
    {
        var result = new AttemptResult(AttemptEnd.Served);
        if (CountTokensAdapter.ReadCount(body.Span) is not { } count)
        {
            return (Failures.OfGarbage("it is not a count of tokens"), result);
        }

        CountTokensAdapter.WriteCount(answer, count);
        return (null, result);
    }
}
