// Relays an event stream of the caller's own dialect.
using Router.Dialects;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// The only code that moves a stream: one read, its whole frames to the caller, one flush. Until the first content the head and the
/// preamble are held (the commit gate), so that a failure is a clean error or a fallback. After content a failure is an error event of
/// the dialect, never a made-up normal end. Memory is one framer and one bounded preamble, however long the stream is.
/// </summary>
internal sealed class StreamPump(AttemptContext attempt, HttpResponseMessage upstream) : IDisposable
{
    private const int MaxPreambleBytes = 256 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly Exchange _exchange = attempt.Exchange;
    private readonly CallerStream _caller = attempt.Caller!;
    private readonly IStreamObserver _observer = attempt.Exchange.Adapter.CreateObserver(attempt.Exchange.Head!.CallerWantsUsage, attempt.Exchange.Head.AnswerCount);
    private readonly bool _wantModel = attempt.Exchange.Snapshot.Server.GroupIdentity;
    private readonly SseFramer _framer = new();
    private readonly PooledBuffer _preamble = new(MaxPreambleBytes);
    private readonly TimeSpan _limit = WriteLimit.Of(attempt.Target);
    private byte[]? _identity;
    private bool _committed;
    private bool _settled;
    private bool _errorRelayed;
    private double? _firstByteMs;

    /// <summary>Pumps until the stream's end, one way or the other.</summary>
    internal async Task<AttemptResult> RunAsync()
    {
        try
        {
            var body = await upstream.Content.ReadAsStreamAsync(attempt.Watch.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await PumpAsync(body).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_exchange.CallerGone)
        {
            return Result(_settled ? AttemptEnd.Served : AttemptEnd.CallerLeft);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _framer.Dispose();
        _preamble.Dispose();
    }

    private async Task<AttemptResult> PumpAsync(Stream body)
    {
        var quiet = false;
        while (true)
        {
            var (read, fault) = (0, (UpstreamFault?)null);
            var rests = quiet && _framer.TryRest();
            quiet = false;
            if (rests)
            {
                // The next event of a slow stream is waited for without a buffer: not with each read, for the wait costs a call of its own.
                (_, fault) = await UpstreamSender.ReadAsync(body, Memory<byte>.Empty, attempt.Watch).ConfigureAwait(false);
                quiet = attempt.Watch.Quiet;
            }

            if (fault is null)
            {
                (read, fault) = await UpstreamSender.ReadAsync(body, _framer.GetMemory(), attempt.Watch).ConfigureAwait(false);
                quiet |= attempt.Watch.Quiet;
            }

            await _caller.EnterAsync().ConfigureAwait(false);
            try
            {
                var failure = read > 0 ? Take(read) : TakeEnd(fault);
                if (failure is not null)
                {
                    return await FailAsync(failure).ConfigureAwait(false);
                }

                await _caller.FlushAsync(_limit).ConfigureAwait(false);
                if (read == 0)
                {
                    Settle();
                    return Result(AttemptEnd.Served);
                }
            }
            finally
            {
                _caller.Leave();
            }
        }
    }

    /// <summary>Takes what one read brought: relays whole frames, and says what failed.</summary>
    private AttemptFailure? Take(int read)
    {
        if (_settled)
        {
            // Nothing behind the end event belongs to the answer; the bytes are read only for the connection's sake.
            return null;
        }

        _firstByteMs ??= attempt.Watch.ElapsedMs;
        _framer.Advance(read);

        // Frames that go on as they came go in one piece; a frame that needs a hand ends the piece.
        var from = _framer.Consumed;
        var to = from;
        while (!_settled && _framer.TryRead(out var frame))
        {
            var facts = _observer.Observe(frame, _wantModel);
            if (IsPlain(frame, facts))
            {
                to = _framer.Consumed;
                continue;
            }

            PassOn(from, to);
            if (Relay(frame, facts) is { } failure)
            {
                return failure;
            }

            from = to = _framer.Consumed;
        }

        PassOn(from, to);
        return _framer.FrameTooLarge ? Failures.OfGarbage("one of its events is too large") : null;
    }

    private bool IsPlain(in SseFrame frame, FrameFacts facts) =>
        _committed
        && (facts & (FrameFacts.UsageOnly | FrameFacts.Error | FrameFacts.End)) == 0
        && !(_wantModel && _observer.ModelStart >= 0)
        && !frame.IsByteOrderMark;

    private void PassOn(int from, int to)
    {
        if (to > from)
        {
            _caller.Write(_framer.Between(from, to));
        }
    }

    /// <summary>
    /// The upstream's bytes ended, by itself or by a fault. Without an end event a clean end behind every finish reason is a whole answer;
    /// a fault there is one only when the usage, which is always asked for and comes last, has come too.
    /// </summary>
    private AttemptFailure? TakeEnd(UpstreamFault? fault)
    {
        var whole = _observer.SawEnd;
        if (!_settled && fault is null && _framer.TryReadRemainder(out var rest)
            && Relay(rest, _observer.Observe(rest, _wantModel)) is { } failure)
        {
            // Half an event is no garbage: the stream was cut there. Behind a whole answer it is nothing that anybody misses.
            if (_observer.Error is not { IsGarbage: true })
            {
                return failure;
            }

            if (!whole)
            {
                return Failures.Truncated();
            }
        }

        _observer.Complete();
        whole |= _observer.SawEnd;
        if (!whole || (fault is not null && !_settled && _observer.Usage.IsEmpty))
        {
            return _observer.Error is { IsGarbage: false } told ? Failures.OfInStreamError(told)
                : fault is null ? Failures.Truncated() : Failures.Of(fault);
        }

        // What the transport did after the end event does not matter to anybody.
        Commit();
        return null;
    }

    private AttemptFailure? Relay(in SseFrame frame, FrameFacts facts)
    {
        if ((facts & FrameFacts.Error) != 0)
        {
            return Fail(frame, _observer.Error!);
        }

        if ((facts & FrameFacts.Content) != 0 && !_committed)
        {
            attempt.Watch.ContentSeen();
            Commit();
        }

        if ((facts & FrameFacts.UsageOnly) == 0)
        {
            Pass(frame);
        }

        if ((facts & FrameFacts.End) != 0)
        {
            // Before the end goes out: an answer that the caller has whole is in the ledger.
            Commit();
            Settle();
            attempt.Watch.SeeEnd();
        }

        return null;
    }

    private AttemptFailure Fail(in SseFrame frame, UpstreamErrorFacts error)
    {
        if (error.IsGarbage)
        {
            return Failures.OfGarbage("an event is not of the dialect");
        }

        if (_committed)
        {
            // The dialect's own error event, in the upstream's words: it is the end of this answer.
            _errorRelayed = true;
            _caller.Write(frame.Raw);
        }

        return Failures.OfInStreamError(error);
    }

    private void Pass(in SseFrame frame)
    {
        if (_wantModel && _observer.ModelStart >= 0)
        {
            _identity ??= CallerAnswer.GroupName(_exchange);
            Put(frame.Raw[.._observer.ModelStart]);
            Put(_identity);
            Put(frame.Raw[(_observer.ModelStart + _observer.ModelLength)..]);
        }
        else
        {
            Put(frame.Raw);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_committed)
        {
            _caller.Write(bytes);
        }
        else if (_preamble.Length + bytes.Length > MaxPreambleBytes)
        {
            // A preamble that does not end is passed on rather than kept: from here on there is no way back.
            Commit();
            _caller.Write(bytes);
        }
        else
        {
            _preamble.TryWrite(bytes);
        }
    }

    private void Commit()
    {
        if (_committed)
        {
            return;
        }

        _committed = true;
        _caller.Seen = _observer;
        var skip = 0;
        if (!_exchange.AnswerBegun)
        {
            CallerAnswer.WriteHead(_exchange, attempt.Target, attempt.Number, upstream, StatusCodes.Status200OK);
        }
        else if (_preamble.WrittenSpan.StartsWith(ByteOrderMark))
        {
            // A byte-order mark after a heartbeat would spoil the event behind it.
            skip = ByteOrderMark.Length;
        }

        _caller.Begin();
        _exchange.ContentSent();
        if (_preamble.Length > 0)
        {
            _caller.Write(_preamble.WrittenSpan[skip..]);
            _preamble.Reset();
        }
    }

    private async Task<AttemptResult> FailAsync(AttemptFailure failure)
    {
        if (!_committed)
        {
            return Result(AttemptEnd.Failed) with { Failure = failure };
        }

        var result = Result(AttemptEnd.Broken) with { Failure = failure };
        attempt.Settler.Settle(attempt, result, StatusCodes.Status200OK, failure.Error.Code);
        if (!_errorRelayed)
        {
            _caller.WriteError(failure.Error);
        }

        await _caller.FlushAsync(_limit).ConfigureAwait(false);
        return result;
    }

    private void Settle()
    {
        if (!_settled)
        {
            _settled = true;
            attempt.Settler.Settle(attempt, Result(AttemptEnd.Served), StatusCodes.Status200OK, null);
        }
    }

    private AttemptResult Result(AttemptEnd end) => new(end)
    {
        Status = 200,
        Usage = _observer.Usage,
        UpstreamCost = _observer.UpstreamCostNano,
        ContentBytes = _observer.ContentBytes,
        Acted = true,
        DurationMs = attempt.Watch.ElapsedMs,
        FirstByteMs = _firstByteMs,
    };
}
