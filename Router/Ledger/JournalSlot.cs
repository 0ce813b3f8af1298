// What one journal slot says after an unclean end.
namespace Router.Ledger;

/// <summary>A request that was open, or settled and perhaps not yet in the database.</summary>
/// <param name="Target">The target of the attempt in flight; null when the request reached none, or its record was cut short.</param>
/// <param name="EarlierTarget">The target of the attempt before, when it can still be read.</param>
/// <param name="Settlement">Null when the request was open.</param>
/// <param name="Progress">What had come of an open request when that was last noted; null when nothing was.</param>
internal sealed record JournalSlot(
    RequestFacts Request, TargetFacts? Target, TargetFacts? EarlierTarget, Settlement? Settlement, Settlement? Progress)
{
    /// <summary>True for a request that has got nowhere yet: its body was still to come.</summary>
    internal bool IsAwaited => Target is null && Settlement is null;

    /// <summary>Reads a slot; null when it holds no request.</summary>
    internal static JournalSlot? Read(ReadOnlySpan<byte> slot, out long generation)
    {
        var first = slot.Slice(SlotLayout.RequestAt, SlotLayout.RequestBytes);
        if (!SlotLayout.TryUnseal(first, SlotLayout.RequestKind, out generation, out var payload))
        {
            return null;
        }

        var request = SlotCodec.ReadRequest(payload);
        var odd = ReadTarget(slot, 1, generation);
        var even = ReadTarget(slot, 2, generation);
        var oddIsLater = (odd?.Attempt ?? 0) > (even?.Attempt ?? 0);
        return new JournalSlot(
            request, oddIsLater ? odd : even, oddIsLater ? even : odd,
            ReadSettlement(slot, SlotLayout.SettlementKind, generation), ReadSettlement(slot, SlotLayout.ProgressKind, generation));
    }

    private static TargetFacts? ReadTarget(ReadOnlySpan<byte> slot, int attempt, long wanted)
    {
        var region = slot.Slice(SlotLayout.TargetAt(attempt), SlotLayout.TargetBytes);
        return SlotLayout.TryUnseal(region, SlotLayout.TargetKind, out var generation, out var payload) && generation == wanted
            ? SlotCodec.ReadTarget(payload)
            : null;
    }

    private static Settlement? ReadSettlement(ReadOnlySpan<byte> slot, ushort kind, long wanted)
    {
        var region = slot.Slice(SlotLayout.SettlementAt, SlotLayout.SettlementBytes);
        return SlotLayout.TryUnseal(region, kind, out var generation, out var payload) && generation == wanted
            ? SlotCodec.ReadSettlement(payload)
            : null;
    }
}
