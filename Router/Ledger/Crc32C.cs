// The checksum of a journal region.
using System.Buffers.Binary;
using System.Numerics;

namespace Router.Ledger;

/// <summary>CRC-32C (Castagnoli), by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>; 0xE3069283 for the ASCII digits 1 to 9.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
