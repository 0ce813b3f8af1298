// The keyed hash that stands for an id.
using System.Buffers.Binary;

namespace Router.Ledger;

/// <summary>128 bits: without the key nobody can make one that meets another.</summary>
internal readonly record struct IdHash(ulong High, ulong Low)
{
    internal const int Bytes = 16;

    /// <summary>The first 16 of <paramref name="bytes"/>.</summary>
    internal static IdHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(ulong)..], Low);
    }
}
