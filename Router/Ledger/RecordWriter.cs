// Writes the fields of a journal record.
using System.Buffers.Binary;
using System.Text;

namespace Router.Ledger;

/// <summary>
/// Little-endian fields one after the other into a region of fixed size. Strings are cut at their bound, on a character boundary, so that
/// the largest record fits whatever the fields hold.
/// </summary>
internal ref struct RecordWriter(Span<byte> region)
{
    private const ushort NullString = ushort.MaxValue;

    private readonly Span<byte> _region = region;

    /// <summary>Bytes written.</summary>
    internal int Length { get; private set; }

    internal void Byte(byte value) => _region[Length++] = value;

    internal void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_region[Length..], value);
        Length += sizeof(int);
    }

    internal void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_region[Length..], value);
        Length += sizeof(long);
    }

    internal void Optional(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } known)
        {
            Long(known);
        }
    }

    /// <summary>At most <paramref name="maxBytes"/> bytes of UTF-8.</summary>
    internal void Text(string? value, int maxBytes)
    {
        if (value is null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_region[Length..], NullString);
            Length += sizeof(ushort);
            return;
        }

        var into = _region.Slice(Length + sizeof(ushort), Math.Min(maxBytes, _region.Length - Length - sizeof(ushort)));
        Encoding.UTF8.GetEncoder().Convert(value, into, flush: true, out _, out var written, out _);
        BinaryPrimitives.WriteUInt16LittleEndian(_region[Length..], (ushort)written);
        Length += sizeof(ushort) + written;
    }
}
