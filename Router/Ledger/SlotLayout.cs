// Where the regions of a journal slot lie, and how a region is sealed.
using System.Buffers.Binary;

namespace Router.Ledger;

/// <summary>
/// A slot has two halves. The first holds the open request: the caller's facts, then two places for the target of the attempt in
/// flight, used in turn so that a write cut short by a power failure leaves the target before it. The second holds the settlement, and until there
/// is one what has come of the request so far (its progress).
/// Where they lie in the file is the business of <see cref="SlotPlace"/>.
/// <para>
/// Each region begins with 20 bytes: magic and version (4), payload length (2), kind (2), generation (8), CRC-32C of all that
/// follows the magic but itself (4). The generation is new for every request, so what an earlier request left in a slot is never
/// taken for a part of the present one.
/// </para>
/// <para>A slot may hold the ids of an answer instead of a request: <see cref="StoredIdSlot"/>, one region.</para>
/// </summary>
internal static class SlotLayout
{
    internal const int SlotBytes = 8192;
    internal const int SlotsPerExtent = 4096;
    internal const int HeaderBytes = 20;

    internal const int RequestAt = 0;
    internal const int RequestBytes = 2432;
    internal const int TargetBytes = 832;
    internal const int SettlementAt = 4096;
    internal const int SettlementBytes = 4096;

    internal const ushort RequestKind = 1;
    internal const ushort TargetKind = 2;
    internal const ushort SettlementKind = 3;
    internal const ushort JournalKind = 4;
    internal const ushort StoredIdsKind = 5;
    internal const ushort ProgressKind = 6;

    private const uint Magic = 0x004A4C52; // "RLJ", and the version in the last byte
    private const uint Version = 5; // rises with each change of the layout or of a payload
    private const uint MagicAndVersion = Magic | (Version << 24);

    /// <summary>The version of a region whose layout is another than this one's; null for this one's, and for what is no region.</summary>
    internal static int? OtherVersion(ReadOnlySpan<byte> region) =>
        BinaryPrimitives.ReadUInt32LittleEndian(region) is var found && found != MagicAndVersion && (found & 0x00FFFFFF) == Magic ? (int)(found >> 24) : null;

    /// <summary>True for the beginning of what no version of the router wrote.</summary>
    internal static bool IsNoise(ReadOnlySpan<byte> region) =>
        BinaryPrimitives.ReadUInt32LittleEndian(region) is var found && found != 0 && (found & 0x00FFFFFF) != Magic;

    /// <summary>True for a region of this layout that is not whole.</summary>
    internal static bool IsCutOff(ReadOnlySpan<byte> region) =>
        BinaryPrimitives.ReadUInt32LittleEndian(region) == MagicAndVersion
        && !TryUnseal(region, BinaryPrimitives.ReadUInt16LittleEndian(region[6..]), out _, out _);

    /// <summary>The place of an attempt's target: odd and even attempts take turns.</summary>
    internal static int TargetAt(int attempt) => RequestBytes + ((attempt & 1) == 1 ? 0 : TargetBytes);

    /// <summary>Seals <paramref name="payload"/> bytes that lie behind the header; returns the region's length in use.</summary>
    internal static int Seal(Span<byte> region, ushort kind, long generation, int payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(region, MagicAndVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(region[4..], (ushort)payload);
        BinaryPrimitives.WriteUInt16LittleEndian(region[6..], kind);
        BinaryPrimitives.WriteInt64LittleEndian(region[8..], generation);
        BinaryPrimitives.WriteUInt32LittleEndian(region[16..], Checksum(region, payload));
        return HeaderBytes + payload;
    }

    /// <summary>The payload of a region that was written whole; false for anything else, zeros included.</summary>
    internal static bool TryUnseal(ReadOnlySpan<byte> region, ushort kind, out long generation, out ReadOnlySpan<byte> payload)
    {
        generation = BinaryPrimitives.ReadInt64LittleEndian(region[8..]);
        payload = default;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(region[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(region) != MagicAndVersion
            || BinaryPrimitives.ReadUInt16LittleEndian(region[6..]) != kind
            || length > region.Length - HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(region[16..]) != Checksum(region, length))
        {
            return false;
        }

        payload = region.Slice(HeaderBytes, length);
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> region, int payload) =>
        Crc32C.Of(region[4..16]) ^ uint.RotateLeft(Crc32C.Of(region.Slice(HeaderBytes, payload)), 1);
}
