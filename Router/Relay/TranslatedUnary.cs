// Relays a whole answer of another dialect.
using System.Buffers;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Relay;

/// <summary>As <see cref="UnaryRelay"/> does it: read whole, translated, settled, and only then written.</summary>
internal static class TranslatedUnary
{
    internal static async Task<AttemptResult> RelayAsync(
        AttemptContext attempt, TranslatedRequest request, HttpResponseMessage response, IReasoningSeal seal)
    {
        var exchange = attempt.Exchange;
        using var body = new PooledBuffer(UnaryRelay.MaxAnswerBytes);
        var (fault, firstByteMs) = await UnaryRelay.ReadAsync(response, body, attempt.Watch).ConfigureAwait(false);
        if (fault is not null)
        {
            return UnaryRelay.Failed(attempt, Failures.Of(fault), firstByteMs);
        }

        if (body.IsOverflow)
        {
            return UnaryRelay.Failed(attempt, Failures.TooLarge(UnaryRelay.MaxAnswerBytes), firstByteMs);
        }

        using var answer = new PooledBuffer();
        var (failure, result) = exchange.Adapter.Operation == Operation.CountTokens
            ? Count(body, answer)
            : Translate(attempt, request, body, answer, seal);
        result = result with { Status = 200, Acted = true, DurationMs = attempt.Watch.ElapsedMs, FirstByteMs = firstByteMs };
        if (failure is not null)
        {
            return result with { End = AttemptEnd.Failed, Failure = failure };
        }

        CallerAnswer.WriteHead(exchange, attempt.Target, attempt.Number, response, StatusCodes.Status200OK);
        TranslatedAnswer.WriteLosses(exchange.Http.Response, request.Losses);
        exchange.ContentSent();
        attempt.Settler.Settle(attempt, result, StatusCodes.Status200OK, null);
        exchange.AnswerBegun = true;
        await CallerAnswer.WriteBodyAsync(exchange, attempt.Target, null, new ReadOnlySequence<byte>(answer.WrittenMemory)).ConfigureAwait(false);
        return result;
    }

    private static (AttemptFailure? Failure, AttemptResult Result) Translate(
        AttemptContext attempt, TranslatedRequest request, PooledBuffer body, PooledBuffer answer, IReasoningSeal seal)
    {
        var source = TranslatedAnswer.Source(attempt, request);
        var context = TranslatedAnswer.Context(attempt, request, seal);
        using var fold = new AnswerFold();
        var meter = new AnswerMeter(fold);
        using var restore = new ToolRestore(request.Names, context.Report, meter);
        var failure = Translators.Of(request.Profile.Dialect).AnswerReader.Read(body.WrittenMemory, source, restore);
        var result = new AttemptResult(AttemptEnd.Served)
        {
            Usage = meter.Usage.Tokens,
            UpstreamCost = meter.Usage.CostNano,
            ContentBytes = meter.ContentBytes,
        };
        if (failure is not null)
        {
            return (TranslatedAnswer.FailureOf(failure), result);
        }

        Translators.Of(attempt.Exchange.Dialect).AnswerWriter.Write(context, fold, answer);
        return (null, result);
    }

    /// <summary>A count is one number in both dialects that have it.</summary>
    private static (AttemptFailure? Failure, AttemptResult Result) Count(PooledBuffer body, PooledBuffer answer)
    {
        var result = new AttemptResult(AttemptEnd.Served);
        if (CountTokensAdapter.ReadCount(body.WrittenSpan) is not { } count)
        {
            return (Failures.OfGarbage("it is not a count of tokens"), result);
        }

        CountTokensAdapter.WriteCount(answer, count);
        return (null, result);
    }
}
