// Writes the fields of a journal region.
using System.Text;
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// A cursor over a region's payload. Integers are zigzag variable-length (at most 10 bytes), nullable ones have a flag byte before
/// them; a text is its UTF-8 length plus one in two bytes (0: null) and the bytes.
/// </summary>
internal ref struct JournalWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written.</summary>
    internal int Length { get; private set; }

    internal void Byte(byte value) => _buffer[Length++] = value;

    internal void Integer(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            _buffer[Length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _buffer[Length++] = (byte)rest;
    }

    internal void Integer(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } known)
        {
            Integer(known);
        }
    }

    internal void Text(string? value)
    {
        var written = value is null ? 0 : Encoding.UTF8.GetBytes(value, _buffer[(Length + 2)..]) + 1;
        _buffer[Length++] = (byte)written;
        _buffer[Length++] = (byte)(written >> 8);
        Length += Math.Max(written - 1, 0);
    }

    internal void Usage(in TokenUsage usage)
    {
        Integer(usage.Input);
        Integer(usage.CacheRead);
        Integer(usage.CacheWrite);
        Integer(usage.CacheWrite1h);
        Integer(usage.Output);
        Integer(usage.Reasoning);
    }
}
