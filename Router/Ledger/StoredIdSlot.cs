// The ids of one answer in a journal slot of their own.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// A slot that holds no request but one region of ids. It is taken when an answer that created ids is settled, which not every answer
/// does, and given back with the request's own slot.
/// </summary>
internal static class StoredIdSlot
{
    /// <summary>Writes the region; returns its length in use.</summary>
    internal static int Write(Span<byte> slot, long generation, StoredIdRecord record)
    {
        var writer = new JournalWriter(slot[SlotLayout.HeaderBytes..]);
        writer.Text(record.ProjectId);
        writer.Text(record.Target.Provider);
        writer.Text(record.Target.Model);
        writer.Integer(record.ExpiresAt);
        writer.Integer(record.Hashes.Length);
        foreach (var hash in record.Hashes)
        {
            writer.Integer((long)hash.High);
            writer.Integer((long)hash.Low);
        }

        return SlotLayout.Seal(slot, SlotLayout.StoredIdsKind, generation, writer.Length);
    }

    /// <summary>Reads a slot; null when it holds no ids.</summary>
    internal static StoredIdRecord? Read(ReadOnlySpan<byte> slot, out long generation)
    {
        if (!SlotLayout.TryUnseal(slot, SlotLayout.StoredIdsKind, out generation, out var payload))
        {
            return null;
        }

        var reader = new JournalReader(payload);
        var project = reader.Text();
        var target = new TargetName(reader.Text(), reader.Text());
        var expiresAt = reader.Integer();
        var hashes = ImmutableArray.CreateBuilder<IdHash>((int)reader.Integer());
        while (hashes.Count < hashes.Capacity)
        {
            hashes.Add(new IdHash((ulong)reader.Integer(), (ulong)reader.Integer()));
        }

        return new StoredIdRecord(project, target, expiresAt, hashes.MoveToImmutable());
    }
}
