// Relays an event stream of another dialect.
using Router.Dialects;
using Router.Inference;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// The promises of <see cref="StreamPump"/>, for events that are read and written anew: what the caller's writer has to say waits in one
/// buffer until content has come (the commit gate), and from then on goes out with each read. An answer the caller has whole is in the
/// ledger.
/// </summary>
internal sealed class TranslatingPump : IDisposable
{
    private readonly AttemptContext _attempt;
    private readonly TranslatedRequest _request;
    private readonly HttpResponseMessage _upstream;
    private readonly CallerStream _caller;
    private readonly SseFramer _framer = new();
    private readonly PooledBuffer _output = new();
    private readonly IAnswerStreamReader _reader;
    private readonly IAnswerStreamWriter _writer;
    private readonly AnswerMeter _meter;
    private readonly ToolRestore _restore;
    private readonly StreamHold _hold;
    private readonly TimeSpan _limit;
    private bool _committed;
    private bool _settled;
    private double? _firstByteMs;

    internal TranslatingPump(AttemptContext attempt, TranslatedRequest request, HttpResponseMessage upstream, ReasoningSeal seal)
    {
        (_attempt, _request, _upstream, _caller) = (attempt, request, upstream, attempt.Caller!);
        _limit = WriteLimit.Of(attempt.Target);
        _hold = new StreamHold(attempt.Exchange);
        var context = TranslatedAnswer.Context(attempt, request, seal);
        _reader = Translators.Of(request.Profile.Dialect).AnswerReader.Open(TranslatedAnswer.Source(attempt, request));
        _writer = Translators.Of(attempt.Exchange.Dialect).AnswerWriter.Open(context, _output);
        _meter = new AnswerMeter(_writer);
        _restore = new ToolRestore(request.Names, context.Report, _meter);
    }

    private long WaitingBytes => _reader.WaitingBytes + _restore.WaitingBytes;

    /// <summary>Pumps until the stream's end, one way or the other.</summary>
    internal async Task<AttemptResult> RunAsync()
    {
        try
        {
            var body = await _upstream.Content.ReadAsStreamAsync(_attempt.Watch.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await PumpAsync(body).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_attempt.Exchange.CallerGone)
        {
            return Result(_settled ? AttemptEnd.Served : AttemptEnd.CallerLeft);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _restore.Dispose();
        _writer.Dispose();
        _reader.Dispose();
        _hold.Dispose();
        _framer.Dispose();
        _output.Dispose();
    }

    private async Task<AttemptResult> PumpAsync(Stream body)
    {
        using var notes = _caller.Notes(() => _attempt.Settler.NoteSeen(_attempt, Result(AttemptEnd.Broken)));
        while (true)
        {
            var (read, fault) = await UpstreamSender.ReadAsync(body, _framer.GetMemory(), _attempt.Watch).ConfigureAwait(false);
            await _caller.EnterAsync().ConfigureAwait(false);
            try
            {
                var failure = read > 0 ? Take(read) : TakeEnd(fault);
                if (failure is not null)
                {
                    return await FailAsync(failure).ConfigureAwait(false);
                }

                if (_committed && !_settled)
                {
                    notes.Seen();
                }

                await _caller.FlushAsync(_limit).ConfigureAwait(false);
                if (read == 0)
                {
                    return Result(AttemptEnd.Served);
                }
            }
            finally
            {
                _caller.Leave();
            }
        }
    }

    private AttemptFailure? Take(int read)
    {
        if (_settled)
        {
            // Nothing behind the end belongs to the answer; the bytes are read only for the connection's sake.
            return null;
        }

        _firstByteMs ??= _attempt.Watch.ElapsedMs;
        _framer.Advance(read);
        while (!_settled && _framer.TryRead(out var frame))
        {
            if (_reader.Read(frame, _restore) is { } failure)
            {
                return TranslatedAnswer.FailureOf(_attempt, failure);
            }

            Notice();
            if (Math.Max(_meter.ContentBytes, _writer.HeldBytes) + WaitingBytes + _output.Length > UnaryRelay.MaxAnswerBytes)
            {
                // The caller's last event may repeat the whole answer, and what waits is part of it.
                return Failures.TooLarge();
            }
        }

        PassOn();
        return _framer.FrameTooLarge
            ? Failures.OfGarbage("one of its events is too large")
            : _hold.Keep(_framer.Capacity + WaitingBytes + _writer.HeldBytes + _output.Capacity);
    }

    /// <summary>The upstream's bytes ended, by itself or by a fault.</summary>
    private AttemptFailure? TakeEnd(UpstreamFault? fault)
    {
        if (_settled)
        {
            return null;
        }

        AnswerFailure? failure = null;
        if (fault is null && _framer.TryReadRemainder(out var rest))
        {
            // Half an event is no garbage: the stream was cut there.
            failure = _reader.Read(rest, _restore);
            failure = failure is { Kind: AnswerFailureKind.Garbage } ? AnswerFailure.Truncated : failure;
        }

        // A fault before the usage, which comes last, is no end: what the caller was told of one could not be taken back.
        var mayEnd = fault is null || _reader.UsageSeen;
        failure ??= _reader.Complete(mayEnd ? _restore : UnheardAnswer.Instance);
        if (failure is null && mayEnd)
        {
            Notice();
            PassOn();
            return null;
        }

        return failure is null or { Kind: AnswerFailureKind.Truncated } && fault is not null
            ? Failures.Of(fault)
            : TranslatedAnswer.FailureOf(_attempt, failure ?? AnswerFailure.Truncated);
    }

    /// <summary>What the writer wrote is held until content has come, and its end until the answer is settled.</summary>
    private void Notice()
    {
        if (_meter.HasContent && !_committed)
        {
            _attempt.Watch.ContentSeen();
            Commit();
        }

        if (_meter.Ended && !_settled)
        {
            _settled = true;
            _attempt.Settler.Settle(_attempt, Result(AttemptEnd.Served), StatusCodes.Status200OK, null);
            _attempt.Watch.SeeEnd();
        }
    }

    /// <summary>Hands on what the writer wrote: all of one read together.</summary>
    private void PassOn()
    {
        if (_committed && _output.Length > 0)
        {
            _caller.Write(_output.WrittenSpan);
            _output.Reset();
        }

        if (_settled)
        {
            _caller.End();
        }
    }

    private void Commit()
    {
        _committed = true;
        var exchange = _attempt.Exchange;
        if (!exchange.AnswerBegun)
        {
            CallerAnswer.WriteHead(exchange, _attempt.Target, _attempt.Number, _upstream, StatusCodes.Status200OK);
            TranslatedAnswer.WriteLosses(exchange.Http.Response, _request.Losses);
        }

        _caller.EndWith(WriteError);
        _caller.Begin();
        exchange.ContentSent();
    }

    private void WriteError(RouterError error)
    {
        // What the writer said last may be half a part: its own way to fail is the only end that fits.
        _writer.Fail(error);
        _caller.Write(_output.WrittenSpan);
        _output.Reset();
    }

    private async Task<AttemptResult> FailAsync(AttemptFailure failure)
    {
        if (!_committed)
        {
            return Result(AttemptEnd.Failed) with { Failure = failure };
        }

        PassOn();
        var result = Result(AttemptEnd.Broken) with { Failure = failure };
        _attempt.Settler.Settle(_attempt, result, StatusCodes.Status200OK, failure.Error.Code);
        _caller.WriteError(failure.Error);
        _caller.End();
        await _caller.FlushAsync(_limit).ConfigureAwait(false);
        return result;
    }

    private AttemptResult Result(AttemptEnd end) => new(end)
    {
        Status = 200,
        Usage = _reader.Counted.Tokens,
        UpstreamCost = _reader.Counted.CostNano,
        ContentBytes = _meter.ContentBytes,
        Acted = true,
        DurationMs = _attempt.Watch.ElapsedMs,
        FirstByteMs = _firstByteMs,
    };
}
