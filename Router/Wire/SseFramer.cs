// Cuts a byte stream into events, in one pooled buffer, without copying or looking at a byte twice.
using System.Buffers;

namespace Router.Wire;

/// <summary>
/// Fill with <see cref="GetMemory"/> and <see cref="Advance"/>, empty with <see cref="TryRead"/> until it says no, and at the
/// end of the stream call <see cref="TryReadRemainder"/> once. The same bytes give the same frames however they are cut.
/// A CR that is the last byte so far ends its line only when the next byte shows whether an LF belongs to it.
/// </summary>
internal sealed class SseFramer : IDisposable
{
    private const int SmallBuffer = 4 * 1024;
    private const int BurstBuffer = 64 * 1024;

    private readonly int _maxFrameBytes;
    private byte[] _bytes;
    private byte[] _joined = [];

    // Of the buffer: where the unfinished frame begins, and where the filled part ends.
    private int _start;
    private int _end;

    // Of the unfinished frame, relative to its start, so that moving it changes nothing here.
    private int _lineStart;
    private int _scanned;
    private int _dataStart;
    private int _dataLength;
    private int _dataLines;
    private int _joinedLength;
    private int _eventStart;
    private int _eventLength;

    private bool _headSeen;
    private bool _filled;
    private int _lastRead;
    private bool _disposed;

    /// <param name="maxFrameBytes">A longer event sets <see cref="FrameTooLarge"/>.</param>
    internal SseFramer(int maxFrameBytes = 16 * 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxFrameBytes);
        _maxFrameBytes = maxFrameBytes;
        _bytes = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    }

    /// <summary>An event exceeds the bound: nothing more is read, and memory no longer grows; give the stream up.</summary>
    internal bool FrameTooLarge { get; private set; }

    /// <summary>Bytes of memory it takes.</summary>
    internal int Capacity => _bytes.Length + _joined.Length;

    /// <summary>Bytes that came in and were not yet given out as a frame.</summary>
    internal int BufferedBytes => _end - _start;

    /// <summary>How far the buffer was given out as frames; with <see cref="Between"/>, for passing on many frames in one piece.</summary>
    internal int Consumed => _start;

    /// <summary>The bytes of the frames between two values of <see cref="Consumed"/>; good until <see cref="GetMemory"/>.</summary>
    internal ReadOnlySpan<byte> Between(int from, int to) => _bytes.AsSpan(from, to - from);

    /// <summary>Free memory of at least <paramref name="sizeHint"/> bytes; makes earlier frames invalid.</summary>
    internal Memory<byte> GetMemory(int sizeHint = 4096)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        sizeHint = Math.Max(sizeHint, 1);
        if (_start == _end)
        {
            _start = _end = 0;
            Shrink(Math.Max(SmallBuffer, sizeHint));
        }

        if (_filled && _bytes.Length < BurstBuffer)
        {
            // More is there than there was room for: fewer, larger reads take it. A stream that drips stays with its small buffer.
            MakeRoom(BurstBuffer - BufferedBytes);
        }
        else if (_bytes.Length - _end < sizeHint)
        {
            MakeRoom(sizeHint);
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>Says that <paramref name="count"/> bytes of the memory were filled.</summary>
    internal void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _end);
        if (FrameTooLarge)
        {
            return;
        }

        _end += count;
        _lastRead = count;
        _filled = _end == _bytes.Length;
    }

    /// <summary>The next whole event; false when its end has not come yet, or when <see cref="FrameTooLarge"/>.</summary>
    internal bool TryRead(out SseFrame frame)
    {
        frame = default;
        if (FrameTooLarge || (!_headSeen && !TryReadHead(ref frame)))
        {
            return false;
        }

        if (frame.Raw.Length > 0)
        {
            return true;
        }

        var filled = _bytes.AsSpan(_start, _end - _start);
        while (true)
        {
            var found = filled[_scanned..].IndexOfAny((byte)'\r', (byte)'\n');
            if (found < 0)
            {
                _scanned = filled.Length;
                break;
            }

            var lineEnd = _scanned + found;
            var next = lineEnd + 1;
            if (filled[lineEnd] == '\r')
            {
                if (next == filled.Length)
                {
                    _scanned = lineEnd;
                    break;
                }

                if (filled[next] == '\n')
                {
                    next++;
                }
            }

            if (lineEnd == _lineStart)
            {
                return next <= _maxFrameBytes ? Take(next, isComplete: true, out frame) : TooLarge();
            }

            NoteLine(filled[_lineStart..lineEnd]);
            _lineStart = _scanned = next;
        }

        return filled.Length > _maxFrameBytes && TooLarge();
    }

    /// <summary>What is left at the end of the stream: a last event without its blank line, if there is anything.</summary>
    internal bool TryReadRemainder(out SseFrame frame)
    {
        frame = default;
        var length = _end - _start;
        if (FrameTooLarge || length == 0)
        {
            return false;
        }

        _headSeen = true;
        var filled = _bytes.AsSpan(_start, length);
        var lineEnd = filled[^1] == '\r' ? length - 1 : length;
        var isComplete = lineEnd == _lineStart;
        if (!isComplete)
        {
            NoteLine(filled[_lineStart..lineEnd]);
        }

        // A CR that waited for its LF may have ended the event after all; a lone line end is a blank line.
        return Take(length, isComplete && lineEnd < length, out frame);
    }

    /// <summary>Gives the memory back until <see cref="GetMemory"/> wants some; false when bytes lie in it that are no whole event yet.</summary>
    internal bool TryRest()
    {
        if (_start != _end)
        {
            return false;
        }

        GiveBack(ref _bytes);
        GiveBack(ref _joined);
        _start = _end = 0;
        return true;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _disposed = true;
        _start = _end;
        TryRest();
    }

    /// <summary>Gives a byte-order mark out as a frame of its own; false while it cannot be told whether there is one.</summary>
    private bool TryReadHead(ref SseFrame frame)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var filled = _bytes.AsSpan(_start, _end - _start);
        if (filled.Length < mark.Length && mark.StartsWith(filled))
        {
            return false;
        }

        _headSeen = true;
        return !filled.StartsWith(mark) || Take(mark.Length, isComplete: true, out frame);
    }

    private bool TooLarge()
    {
        FrameTooLarge = true;
        _start = _end = _lastRead = 0;
        _filled = false;
        return false;
    }

    private bool Take(int length, bool isComplete, out SseFrame frame)
    {
        ReadOnlySpan<byte> raw = _bytes.AsSpan(_start, length);
        frame = new SseFrame
        {
            Raw = raw,
            Data = _dataLines > 1 ? _joined.AsSpan(0, _joinedLength) : raw.Slice(_dataStart, _dataLength),
            EventName = raw.Slice(_eventStart, _eventLength),
            HasData = _dataLines > 0,
            IsComplete = isComplete,
            DataOffset = _dataLines > 1 ? -1 : _dataStart,
        };
        _start += length;
        _lineStart = _scanned = 0;
        _dataStart = _dataLength = _dataLines = _joinedLength = 0;
        _eventStart = _eventLength = 0;
        return true;
    }

    private void NoteLine(ReadOnlySpan<byte> line)
    {
        if (SseLines.IsData(line, out var valueStart))
        {
            if (_dataLines == 1)
            {
                Join(_bytes.AsSpan(_start + _dataStart, _dataLength), separate: false);
            }

            if (_dataLines > 0)
            {
                Join(line[valueStart..], separate: true);
            }

            _dataStart = _lineStart + valueStart;
            _dataLength = line.Length - valueStart;
            _dataLines++;
        }
        else if (SseLines.IsEvent(line, out valueStart))
        {
            _eventStart = _lineStart + valueStart;
            _eventLength = line.Length - valueStart;
        }
    }

    private void Join(ReadOnlySpan<byte> value, bool separate)
    {
        var needed = _joinedLength + value.Length + 1;
        if (_joined.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _joined.Length));
            _joined.AsSpan(0, _joinedLength).CopyTo(larger);
            GiveBack(ref _joined);
            _joined = larger;
        }

        if (separate)
        {
            _joined[_joinedLength++] = (byte)'\n';
        }

        value.CopyTo(_joined.AsSpan(_joinedLength));
        _joinedLength += value.Length;
    }

    /// <summary>Lets empty buffers go that the last read would not have needed.</summary>
    private void Shrink(int wanted)
    {
        if ((_lastRead < wanted && _bytes.Length >= 2 * wanted) || _bytes.Length >= 2 * BurstBuffer)
        {
            GiveBack(ref _bytes);
        }

        if (_joined.Length > BurstBuffer)
        {
            GiveBack(ref _joined);
        }
    }

    private static void GiveBack(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }

    private void MakeRoom(int sizeHint)
    {
        var filled = _end - _start;
        if (filled + sizeHint <= _bytes.Length)
        {
            // An unfinished frame is moved at most once, since it then begins the buffer; so the moves stay linear.
            _bytes.AsSpan(_start, filled).CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(filled + sizeHint, 2 * _bytes.Length));
            _bytes.AsSpan(_start, filled).CopyTo(larger);
            GiveBack(ref _bytes);
            _bytes = larger;
        }

        _start = 0;
        _end = filled;
    }
}
