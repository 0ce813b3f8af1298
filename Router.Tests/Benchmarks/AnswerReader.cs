// Follows one HTTP/1.1 answer through the bytes as they come: its status, its end, and the events in its body.
using System.Buffers.Text;

namespace Router.Tests.Benchmarks;

/// <summary>
/// Reads no more than the load must know. <see cref="Feed"/> until <see cref="Done"/>, then <see cref="Reset"/>. Answers are read one at a
/// time, so bytes after the end of one are an error of the server.
/// </summary>
internal sealed class AnswerReader
{
    private byte[] _head = new byte[4096];
    private int _headFilled;
    private Part _part;
    private int _left;
    private bool _lineEndBefore;

    private enum Part
    {
        Head,
        Body,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        LastLine,
        Done,
    }

    public bool Done => _part == Part.Done;

    public int Status { get; private set; }

    /// <summary>Blank lines in the body: the events of a stream.</summary>
    public int Events { get; private set; }

    public long BodyBytes { get; private set; }

    /// <summary>The head of the answer as it came.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headFilled);

    public void Reset()
    {
        _part = Part.Head;
        _headFilled = 0;
        _lineEndBefore = false;
        Status = 0;
        Events = 0;
        BodyBytes = 0;
    }

    /// <exception cref="InvalidDataException">The bytes are no HTTP/1.1 answer with a length or chunks.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _part switch
            {
                Part.Head => TakeHead(bytes),
                Part.Body => TakeBody(bytes, Part.Done),
                Part.ChunkSize => TakeChunkSize(bytes),
                Part.ChunkData => TakeBody(bytes, Part.ChunkEnd),
                Part.ChunkEnd => TakeLineEnd(bytes, Part.ChunkSize),
                Part.LastLine => TakeLineEnd(bytes, Part.Done),
                Part.Done => throw new InvalidDataException("bytes after the end of an answer"),
                _ => throw new InvalidOperationException(),
            };
        }
    }

    private ReadOnlySpan<byte> TakeHead(ReadOnlySpan<byte> bytes)
    {
        if (_headFilled + bytes.Length > _head.Length)
        {
            Array.Resize(ref _head, 2 * (_headFilled + bytes.Length));
        }

        bytes.CopyTo(_head.AsSpan(_headFilled));
        var length = HttpText.HeadLength(_head.AsSpan(0, _headFilled + bytes.Length));
        if (length < 0)
        {
            _headFilled += bytes.Length;
            return default;
        }

        var rest = bytes[(length - _headFilled)..];
        _headFilled = length;
        Status = Utf8Parser.TryParse(Head[9..12], out int status, out _) ? status : throw new InvalidDataException("no status line");
        _left = HttpText.ContentLength(Head);
        _part = _left > 0 ? Part.Body : _left == 0 ? Part.Done : Part.ChunkSize;
        return rest;
    }

    private ReadOnlySpan<byte> TakeChunkSize(ReadOnlySpan<byte> bytes)
    {
        // A size line may be cut anywhere, so its digits are taken one by one; _left is -1 before the first of them.
        var at = 0;
        for (; at < bytes.Length && bytes[at] != '\n'; at++)
        {
            if (bytes[at] is (byte)'\r')
            {
                continue;
            }

            var digit = Uri.IsHexDigit((char)bytes[at]) ? Convert.ToInt32(((char)bytes[at]).ToString(), 16) : throw new InvalidDataException("no chunk size");
            _left = Math.Max(_left, 0) * 16 + digit;
        }

        if (at == bytes.Length)
        {
            return default;
        }

        _part = _left == 0 ? Part.LastLine : Part.ChunkData;
        return bytes[(at + 1)..];
    }

    private ReadOnlySpan<byte> TakeBody(ReadOnlySpan<byte> bytes, Part next)
    {
        var part = bytes[..Math.Min(_left, bytes.Length)];
        if (_lineEndBefore && part[0] == '\n')
        {
            Events++;
        }

        Events += part.Count("\n\n"u8);
        _lineEndBefore = part[^1] == '\n' && !part.EndsWith("\n\n"u8);
        BodyBytes += part.Length;
        _left -= part.Length;
        if (_left == 0)
        {
            _part = next;
        }

        return bytes[part.Length..];
    }

    private ReadOnlySpan<byte> TakeLineEnd(ReadOnlySpan<byte> bytes, Part next)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            return default;
        }

        _part = next;
        _left = -1;
        return bytes[(end + 1)..];
    }
}
