// Reads the fields of a journal record.
using System.Buffers.Binary;
using System.Text;

namespace Router.Ledger;

/// <summary>The other half of <see cref="RecordWriter"/>; the region's checksum was held before, so that the fields are there.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    internal byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    internal int Int()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return value;
    }

    internal long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return value;
    }

    internal long? Optional() => Byte() == 0 ? null : Long();

    internal string? OptionalText()
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        _rest = _rest[sizeof(ushort)..];
        if (length == ushort.MaxValue)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    internal string Text() => OptionalText() ?? "";
}
