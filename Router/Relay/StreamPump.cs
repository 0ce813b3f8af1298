// Relays an event stream of the caller's own dialect.
using Router.Dialects;
using Router.Inference;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// One read, its whole frames to the caller, one flush. Until the first content the head and the preamble are held (the commit gate), so
/// that a failure is a clean error or a fallback. After content a failure is an error event of the dialect, never a made-up normal end.
/// Memory is one framer and one bounded preamble, however long the stream is.
/// </summary>
internal sealed class StreamPump(AttemptContext attempt, HttpResponseMessage upstream) : IDisposable
{
    private const int MaxPreambleBytes = 256 * 1024;

    private readonly Exchange _exchange = attempt.Exchange;
    private readonly CallerStream _caller = attempt.Caller!;
    private readonly IStreamObserver _observer = attempt.Exchange.Adapter.CreateObserver(attempt.Exchange.Head!.CallerWantsUsage, attempt.Exchange.Head.AnswerCount);
    private readonly bool _wantModel = attempt.Exchange.Snapshot.Server.GroupIdentity;
    private readonly bool _wantsEvents = attempt.Exchange.Dialect == Dialect.AnthropicMessages;
    private readonly SseFramer _framer = new();
    private readonly PooledBuffer _preamble = new(MaxPreambleBytes);
    private readonly TimeSpan _limit = WriteLimit.Of(attempt.Target);
    private readonly StreamHold _hold = new(attempt.Exchange);
    private byte[]? _identity;
    private bool _committed;
    private bool _heard;
    private bool _settled;
    private bool _closed;
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
        _hold.Dispose();
        _framer.Dispose();
        _preamble.Dispose();
    }

    private async Task<AttemptResult> PumpAsync(Stream body)
    {
        using var notes = _caller.Notes(() => attempt.Settler.NoteSeen(attempt, Result(AttemptEnd.Broken)));
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

                if (_committed && !_settled)
                {
                    notes.Seen();
                }

                await _caller.FlushAsync(_limit, isSilence: !_heard).ConfigureAwait(false);
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

    /// <summary>Takes what one read brought: relays whole frames, and says what failed.</summary>
    private AttemptFailure? Take(int read)
    {
        if (_closed)
        {
            // Nothing more belongs to the answer; the bytes are read only for the connection's sake.
            return null;
        }

        _framer.Advance(read);
        _heard = false;
        if (_settled)
        {
            TakeClosing();
            return null;
        }

        _firstByteMs ??= attempt.Watch.ElapsedMs;

        // Frames that go on as they came go in one piece; a frame that needs a hand ends the piece.
        var from = _framer.Consumed;
        var to = from;
        while (!_settled && _framer.TryRead(out var frame))
        {
            var facts = _observer.Observe(frame, _wantModel);
            // A client of Messages waits for an event, where the others are content with a comment (mapping 4.4).
            _heard |= !_wantsEvents || !frame.Data.IsEmpty;
            if ((facts & FrameFacts.Content) != 0)
            {
                // Also of a frame that goes on as it came: a long preamble may have gone out before it.
                attempt.Watch.ContentSeen();
            }

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
        if (_settled)
        {
            TakeClosing();
            return null;
        }

        return _framer.FrameTooLarge ? Failures.OfGarbage("one of its events is too large") : _hold.Keep(_framer.Capacity);
    }

    /// <summary>Behind the end event only the closing word belongs to the answer, and only at once.</summary>
    private void TakeClosing()
    {
        if (!_closed && _framer.TryRead(out var frame))
        {
            _closed = true;
            if (frame.IsClosingWord)
            {
                _caller.Write(frame.Raw);
            }
        }
    }

    private bool IsPlain(in SseFrame frame, FrameFacts facts) =>
        _committed
        && (facts & (FrameFacts.UsageOnly | FrameFacts.Error | FrameFacts.End)) == 0
        && !(_wantModel && _observer.ModelStart >= 0) && _observer.Error is null && !frame.IsByteOrderMark;

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
        if (_settled)
        {
            // What the transport did after the end event does not matter to anybody.
            return null;
        }

        var whole = _observer.SawEnd;
        if (fault is null && _framer.TryReadRemainder(out var rest) && TakeRemainder(rest) is { } failure)
        {
            return failure;
        }

        _observer.Complete();
        whole |= _observer.SawEnd;
        if (!whole || (fault is not null && _observer.Usage.IsEmpty))
        {
            return _observer.Error is { IsGarbage: false } told ? attempt.OfInStreamError(told)
                : fault is null ? Failures.Truncated() : Failures.Of(fault);
        }

        Commit();
        Settle();
        _caller.End();
        return null;
    }

    /// <summary>
    /// A last event without its blank line goes on when the answer is whole with it. Otherwise the stream was cut there, and an error
    /// event written behind it would be read as a part of it.
    /// </summary>
    private AttemptFailure? TakeRemainder(in SseFrame rest)
    {
        var whole = _observer.SawEnd;
        var facts = _observer.Observe(rest, _wantModel);
        if (_observer.Error is { IsGarbage: true })
        {
            // Half an event is no garbage. Behind a whole answer it is nothing that anybody misses.
            return whole ? null : Failures.Truncated();
        }

        return (facts & FrameFacts.Error) != 0 || rest.IsComplete || whole || _observer.SawEnd ? Relay(rest, facts) : null;
    }

    private AttemptFailure? Relay(in SseFrame frame, FrameFacts facts)
    {
        if ((facts & FrameFacts.Error) != 0)
        {
            return Fail(frame, facts, _observer.Error!);
        }

        if ((facts & FrameFacts.Content) != 0 && !_committed)
        {
            Commit();
        }

        // An error that another event is still to end goes on as it came, but not with a key.
        if ((facts & FrameFacts.UsageOnly) == 0 && (_observer.Error is null || !EchoedKey.IsIn(attempt.Target.Provider, frame.Raw)))
        {
            Pass(frame);
        }

        if ((facts & FrameFacts.End) != 0)
        {
            // Before the end goes out: an answer that the caller has whole is in the ledger.
            Commit();
            Settle();
            _closed = frame.IsClosingWord;
            _caller.End();
            attempt.Watch.SeeEnd();
        }

        return null;
    }

    private AttemptFailure Fail(in SseFrame frame, FrameFacts facts, UpstreamErrorFacts error)
    {
        if (error.IsGarbage)
        {
            return Failures.OfGarbage("an event is not of the dialect");
        }

        var mayRelay = _committed || RefusedRequest.IsToldInStream(_exchange.Dialect, _observer, error);
        if (mayRelay && frame.IsComplete && (facts & FrameFacts.End) == 0 && !EchoedKey.IsIn(attempt.Target.Provider, frame.Raw))
        {
            Commit();

            // The dialect's own error event, in the upstream's words.
            _errorRelayed = _observer.ErrorEnds;
            Pass(frame);
        }

        return attempt.OfInStreamError(error);
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

        if (!frame.IsComplete)
        {
            // No reader takes an event for one without its blank line.
            Put(frame.Raw[^1] == '\n' ? "\n"u8 : "\n\n"u8);
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
        _caller.EndWith(error => _caller.WriteError(_observer, error));
        var skip = 0;
        if (!_exchange.AnswerBegun)
        {
            CallerAnswer.WriteHead(_exchange, attempt.Target, attempt.Number, upstream, StatusCodes.Status200OK);
        }
        else if (_preamble.WrittenSpan.StartsWith(UnaryRelay.ByteOrderMark))
        {
            // A byte-order mark after a heartbeat would spoil the event behind it.
            skip = UnaryRelay.ByteOrderMark.Length;
        }

        _caller.Begin();
        _exchange.ContentSent();
        if (_preamble.Length > 0)
        {
            _caller.Write(_preamble.WrittenSpan[skip..]);
            _preamble.Dispose();
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

        _caller.End();
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
        Usage = attempt.Counted(_observer.Usage),
        UpstreamCost = _observer.UpstreamCostNano,
        ContentBytes = _observer.ContentBytes,
        Created = _observer.Created,
        Acted = true,
        DurationMs = attempt.Watch.ElapsedMs,
        FirstByteMs = _firstByteMs,
    };
}
