// Reads a journal without changing it.
using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Router.Ledger;

/// <summary>
/// The requests of the journal's present epoch. An epoch is the time between two starts; beginning a new one is how a journal is
/// emptied, in one small write, after everything of the old one is in the database.
/// </summary>
/// <param name="StoredIds">What answers created; some of it may be in the database already, as some of the requests may.</param>
internal sealed record JournalScan(long Epoch, IReadOnlyList<JournalSlot> Slots, IReadOnlyList<StoredIdRecord> StoredIds)
{
    /// <summary>The version of a layout that this router does not read, when the journal is in one; null when it is not.</summary>
    internal int? OtherVersion { get; private init; }

    /// <summary>
    /// A file is shorter than it was made, though there is something in it; or places hold what no version of the router wrote, or more
    /// records are not whole than a kill leaves, which is one for each thread that was writing.
    /// </summary>
    internal bool IsDamaged { get; private init; }

    private const int MostCutOff = 64;
    private const int SlotsPerRead = 64;
    private const int EpochShift = 40;

    /// <summary>The first generation of an epoch; it has room for a million million requests.</summary>
    internal static long FirstGeneration(long epoch) => epoch << EpochShift;

    /// <summary>The file of an extent.</summary>
    internal static string ExtentPath(string directory, int extent) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{extent:D4}.slots"));

    /// <summary>Reads all extents in <paramref name="directory"/>; nothing there is an empty journal of epoch 0.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal static JournalScan Read(string directory)
    {
        long? epoch = null;
        int? other = null;
        var found = new List<(long Epoch, JournalSlot Slot)>();
        var ids = new List<(long Epoch, StoredIdRecord Record)>();
        var (isShort, noise, cutOff) = (false, 0, 0);
        for (var extent = 0; File.Exists(ExtentPath(directory, extent)); extent++)
        {
            using var file = File.OpenHandle(
                ExtentPath(directory, extent), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            epoch ??= ReadEpoch(file, ref other);
            var before = found.Count + ids.Count;
            ReadExtent(file, found, ids, ref noise, ref cutOff);
            var isEmpty = found.Count + ids.Count == before && cutOff == 0 && (extent > 0 || epoch is null);
            isShort |= !isEmpty && RandomAccess.GetLength(file) < JournalExtent.Bytes;
        }

        // Without a readable header every record counts: the database knows which of them it has already.
        return new JournalScan(
            epoch ?? found.Select(item => item.Epoch).Concat(ids.Select(item => item.Epoch)).Append(0).Max(),
            OnePerRequest([.. found.Where(item => epoch is null || item.Epoch == epoch).Select(item => item.Slot)]),
            [.. ids.Where(item => epoch is null || item.Epoch == epoch).Select(item => item.Record)])
        {
            OtherVersion = other,
            IsDamaged = other is null && (isShort || noise > 0 || cutOff > MostCutOff),
        };
    }

    /// <summary>Copies the extents to a folder of that name beside them, for what could not be taken from them; returns the folder.</summary>
    /// <exception cref="IOException">They cannot be copied.</exception>
    internal static string Keep(string directory, string name)
    {
        var kept = Path.Combine(directory, name);
        Directory.CreateDirectory(kept);
        for (var extent = 0; File.Exists(ExtentPath(directory, extent)); extent++)
        {
            File.Copy(ExtentPath(directory, extent), ExtentPath(kept, extent), overwrite: true);
        }

        return kept;
    }

    /// <summary>A request that was written while its body was still to come lies in that slot too until another takes it.</summary>
    private static List<JournalSlot> OnePerRequest(List<JournalSlot> slots)
    {
        var further = slots.Where(slot => !slot.IsAwaited).Select(slot => slot.Request.RequestId).ToHashSet(StringComparer.Ordinal);
        slots.RemoveAll(slot => slot.IsAwaited && further.Contains(slot.Request.RequestId));
        return slots;
    }

    private static long? ReadEpoch(SafeFileHandle file, ref int? other)
    {
        Span<byte> header = stackalloc byte[SlotLayout.HeaderBytes];
        if (RandomAccess.Read(file, header, 0) < header.Length)
        {
            return null;
        }

        other ??= SlotLayout.OtherVersion(header);
        return SlotLayout.TryUnseal(header, SlotLayout.JournalKind, out var epoch, out _)
            ? epoch
            : null;
    }

    private static void ReadExtent(
        SafeFileHandle file, List<(long Epoch, JournalSlot Slot)> found, List<(long Epoch, StoredIdRecord Record)> ids, ref int noise, ref int cutOff)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((SlotsPerRead + 1) * SlotLayout.SlotBytes);
        var slots = buffer.AsSpan(0, SlotsPerRead * SlotLayout.SlotBytes);
        var slot = buffer.AsSpan(slots.Length, SlotLayout.SlotBytes);
        try
        {
            for (var first = 0; first < SlotLayout.SlotsPerExtent; first += SlotsPerRead)
            {
                SlotPlace.Read(file, first, slots);
                for (var number = 0; number < SlotsPerRead; number++)
                {
                    SlotPlace.Join(slots, number, slot);
                    if (JournalSlot.Read(slot, out var generation) is { } request)
                    {
                        found.Add((generation >> EpochShift, request));
                    }
                    else if (StoredIdSlot.Read(slot, out generation) is { } record)
                    {
                        ids.Add((generation >> EpochShift, record));
                    }
                    else if (SlotLayout.IsNoise(slot))
                    {
                        noise++;
                    }
                    else if (SlotLayout.IsCutOff(slot))
                    {
                        cutOff++;
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
