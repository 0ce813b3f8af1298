// The caller's side of an event stream: one writer at a time, heartbeats in silence.
using System.Buffers;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// Lives from before the first attempt to the end of the answer, so that a caller hears a heartbeat also while a target is slow to give
/// its head and over a fallback. The pump writes between <see cref="EnterAsync"/> and <see cref="Leave"/>; the heartbeat takes the same
/// gate and steps back when it is taken.
/// </summary>
internal sealed class CallerStream : IAsyncDisposable
{
    /// <summary>The silence after which a heartbeat goes out (mapping 4.4).</summary>
    internal static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private readonly Exchange _exchange;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ITimer _timer;
    private long _lastWrite;

    // Bytes in the server's own buffer that were not flushed, or fewer; and what comes behind a whole piece of them.
    private int _unflushed;
    private PooledBuffer? _rest;
    private int _restTaken;
    private Action<RouterError>? _writeError;
    private bool _ended;
    private volatile Task _beat = Task.CompletedTask;

    /// <summary>Begins to watch for silence.</summary>
    internal CallerStream(Exchange exchange, TimeProvider time)
    {
        _exchange = exchange;
        _time = time;
        _lastWrite = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((CallerStream)state!).Fire(), this, HeartbeatInterval, Timeout.InfiniteTimeSpan);
    }

    private HttpResponse Response => _exchange.Http.Response;

    /// <summary>Where the next bytes go, so that they stay in order.</summary>
    private IBufferWriter<byte> Output => (IBufferWriter<byte>?)_rest ?? Response.BodyWriter;

    /// <summary>Waits until nobody else writes. Whoever ends the answer keeps the gate, so that no heartbeat comes behind it.</summary>
    internal ValueTask EnterAsync() =>
        TryEnter() ? ValueTask.CompletedTask : new ValueTask(_gate.WaitAsync(_exchange.Http.RequestAborted));

    /// <summary>As <see cref="EnterAsync"/>, but false when somebody else writes.</summary>
    internal bool TryEnter() => _gate.Wait(0);

    /// <summary>The notes of a pump that writes here.</summary>
    internal SeenNotes Notes(Action note) => new(this, _time, note);

    /// <summary>Lets others write.</summary>
    internal void Leave() => _gate.Release();

    /// <summary>Makes the head of the answer, once; it goes out with the first flush.</summary>
    internal void Begin()
    {
        if (!_exchange.AnswerBegun)
        {
            _exchange.AnswerBegun = true;
            CallerAnswer.WriteRequestId(Response, _exchange.Dialect, _exchange.RequestId);
            CallerAnswer.WriteStreamHead(Response);
            Response.Headers["x-router-group"] = _exchange.Group!.Name;
        }
    }

    /// <summary>Content goes out now, and whoever sends it knows how to end it when it fails.</summary>
    internal void EndWith(Action<RouterError> writeError) => _writeError = writeError;

    /// <summary>Puts bytes into the answer; they go out with the next flush.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        var now = _rest is null ? Math.Min(bytes.Length, WriteLimit.Piece - _unflushed) : 0;
        Response.BodyWriter.Write(bytes[..now]);
        _unflushed += now;
        if (now < bytes.Length)
        {
            _rest ??= new PooledBuffer();
            _rest.TryWrite(bytes[now..]);
        }
    }

    /// <summary>Writes the event that ends a stream which failed.</summary>
    internal void WriteError(RouterError error)
    {
        if (_writeError is { } write)
        {
            write(error);
            return;
        }

        WriteError(_exchange.Adapter.CreateObserver(callerWantsUsage: true, answers: 1), error);
    }

    /// <summary>Writes that event behind what <paramref name="seen"/> saw go by.</summary>
    internal void WriteError(IStreamObserver seen, RouterError error)
    {
        seen.WriteError(Output, error, Failure());
        NoteWritten();
    }

    /// <summary>Writes the event that says that the upstream refused the request itself, behind nothing but heartbeats.</summary>
    internal void WriteRefusal(int status, UpstreamErrorFacts facts)
    {
        RefusedStream.Write(Output, _exchange.Dialect, status, facts, Failure());
        NoteWritten();
    }

    /// <summary>The end of the answer was written, so no heartbeat may follow. For who holds the gate.</summary>
    internal void End() => _ended = true;

    /// <summary>Sends what was written, a large write piece by piece; waits while the caller is slow.</summary>
    /// <param name="limit">A caller that takes nothing for so long is cut off; <see cref="WriteLimit.Default"/> when null.</param>
    /// <param name="isSilence">True for what the caller's client takes for silence; the next heartbeat does not wait for it.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    internal async ValueTask FlushAsync(TimeSpan? limit = null, bool isSilence = false)
    {
        if (_unflushed == 0)
        {
            return;
        }

        if (!isSilence)
        {
            Volatile.Write(ref _lastWrite, _time.GetTimestamp());
        }

        do
        {
            _unflushed = 0;
            var flush = Response.BodyWriter.FlushAsync(_exchange.Http.RequestAborted);
            var timer = WriteLimit.Start(
                flush.IsCompleted, _time, limit ?? WriteLimit.Default, static state => ((CallerStream)state!).CutOff(), this);
            bool ended;
            try
            {
                ended = (await flush.ConfigureAwait(false)).IsCompleted;
            }
            finally
            {
                await WriteLimit.EndAsync(timer).ConfigureAwait(false);
            }

            if (ended || (timer is not null && _exchange.CallerGone))
            {
                _exchange.NoteCallerGone();
                throw new OperationCanceledException(_exchange.Http.RequestAborted);
            }
        }
        while (TakeRest());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _beat.ConfigureAwait(false);

        _rest?.Dispose();

        // Kept, not disposed: a timer that fires late finds it taken and steps back. It holds no handle.
        _gate.Wait(0);
    }

    /// <summary>The write may come to its end, and another limit of the same length pass, before the server says that the caller is gone.</summary>
    private void CutOff()
    {
        _exchange.NoteCallerGone();
        _exchange.Http.Abort();
    }

    /// <summary>Hands the server the next piece of what waits; false when nothing does.</summary>
    private bool TakeRest()
    {
        if (_rest is null)
        {
            return false;
        }

        var piece = _rest.WrittenSpan[_restTaken..];
        if (piece.IsEmpty)
        {
            _rest.Dispose();
            _rest = null;
            _restTaken = 0;
            return false;
        }

        piece = piece[..Math.Min(piece.Length, WriteLimit.Piece)];
        Response.BodyWriter.Write(piece);
        _restTaken += piece.Length;
        return true;
    }

    /// <summary>Something was written that was not measured: there is something to flush.</summary>
    private void NoteWritten() => _unflushed = Math.Max(_unflushed, 1);

    private StreamFailure Failure() => new(
        _exchange.RequestId, _time.GetUtcNow().ToUnixTimeSeconds(), _exchange.Snapshot.Server.GroupIdentity ? _exchange.Group!.Name : _exchange.Head!.Model);

    private void Fire()
    {
        var left = HeartbeatInterval - _time.GetElapsedTime(Volatile.Read(ref _lastWrite));
        if (left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
        else if (TryEnter())
        {
            if (_ended)
            {
                _gate.Release();
                return;
            }

            _beat = BeatAsync();
        }
        else
        {
            // The pump is writing, so there is no silence (or the caller is slow, and a heartbeat would only wait behind it).
            _timer.Change(HeartbeatInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            Begin();
            Write(_exchange.Adapter.Heartbeat);
            await FlushAsync().ConfigureAwait(false);
            _timer.Change(HeartbeatInterval, Timeout.InfiniteTimeSpan);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The caller left or the answer ended meanwhile: the pump sees the same and says so.
        }
        finally
        {
            _gate.Release();
        }
    }
}
