// Where things stand in a journal slot.
namespace Router.Ledger;

/// <summary>
/// A slot is one page: the caller's half of a request, the target in flight, and the settlement, each a region of its own with a header
/// (magic 4, length 4, ticket 8, checksum 4, zero 4; little-endian). The ticket is the same in all regions of one request and in no other
/// request, so a slot that is used again never shows an older settlement.
/// </summary>
internal static class JournalLayout
{
    internal const int SlotBytes = 4096;
    internal const int RequestAt = 0;
    internal const int TargetAt = 1024;
    internal const int SettlementAt = 1536;
    internal const int HeaderBytes = 24;
    internal const int SlotsPerExtent = 4096;
    internal const int MaxExtents = 16;

    internal const uint RequestMagic = 0x3152_4A52;
    internal const uint TargetMagic = 0x3154_4A52;
    internal const uint SettlementMagic = 0x3153_4A52;

    /// <summary>The bounds of strings, in UTF-8 bytes.</summary>
    internal const int IdBytes = 64;
    internal const int LongBytes = 128;
    internal const int WordBytes = 32;

    /// <summary>Names inside the list of attempts are cut shorter, so that ten of them fit; only a row recovered after a kill shows it.</summary>
    internal const int AttemptNameBytes = 28;
}
