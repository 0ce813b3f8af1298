// Where the bytes of a slot lie in the file of an extent.
using Microsoft.Win32.SafeHandles;

namespace Router.Ledger;

/// <summary>
/// A slot has room for the longest request, but nearly all are short, and write nothing but the beginnings of its regions:
/// <see cref="DenseBytes"/> of each slot, which lie side by side with those of the others. The rest lies behind them. So a thousand open
/// streams keep little more than a megabyte of the mapped file in memory, and not eight.
/// </summary>
internal static class SlotPlace
{
    /// <summary>What of a slot lies in the first part of the file.</summary>
    internal const int DenseBytes = RequestStart + (2 * TargetStart) + SettlementStart;

    private const int RequestStart = 512;
    private const int TargetStart = 256;
    private const int SettlementStart = 384;
    private const int SettlementAt = SlotLayout.SettlementAt;
    private const int SparseBytes = SlotLayout.SlotBytes - DenseBytes;
    private const long SparseAt = (long)DenseBytes * SlotLayout.SlotsPerExtent;

    private static readonly int FirstTarget = SlotLayout.TargetAt(1);
    private static readonly int SecondTarget = SlotLayout.TargetAt(2);

    /// <summary>Finds the place of a byte, and how many behind it lie behind it there.</summary>
    /// <param name="slot">The number of the slot within its extent.</param>
    /// <param name="at">The byte within the slot.</param>
    internal static (long Place, int Run) Of(int slot, int at) =>
        at < RequestStart ? Dense(slot, at, RequestStart - at)
        : at < FirstTarget ? Sparse(slot, at - RequestStart, FirstTarget - at)
        : at < FirstTarget + TargetStart ? Dense(slot, RequestStart + at - FirstTarget, FirstTarget + TargetStart - at)
        : at < SecondTarget ? Sparse(slot, at - RequestStart - TargetStart, SecondTarget - at)
        : at < SecondTarget + TargetStart ? Dense(slot, RequestStart + TargetStart + at - SecondTarget, SecondTarget + TargetStart - at)
        : at < SettlementAt ? Sparse(slot, at - RequestStart - (2 * TargetStart), SettlementAt - at)
        : at < SettlementAt + SettlementStart ? Dense(slot, RequestStart + (2 * TargetStart) + at - SettlementAt, SettlementAt + SettlementStart - at)
        : Sparse(slot, at - DenseBytes, SlotLayout.SlotBytes - at);

    /// <summary>Reads as many slots as <paramref name="into"/> has room for; what the file is too short for comes as zeros.</summary>
    /// <param name="first">The number of the first of them within its extent.</param>
    /// <param name="into">Gets their dense parts, and behind all of those their other parts: <see cref="Join"/>.</param>
    internal static void Read(SafeFileHandle file, int first, Span<byte> into)
    {
        var dense = into[..(into.Length / SlotLayout.SlotBytes * DenseBytes)];
        var sparse = into[dense.Length..];
        Fill(file, dense, Dense(first, 0, 0).Place);
        Fill(file, sparse, Sparse(first, 0, 0).Place);
    }

    /// <summary>Puts the parts of a slot that was read together.</summary>
    internal static void Join(ReadOnlySpan<byte> read, int number, Span<byte> slot)
    {
        var sparseAt = read.Length / SlotLayout.SlotBytes * DenseBytes;
        for (var at = 0; at < SlotLayout.SlotBytes;)
        {
            var (place, run) = Of(number, at);
            var from = place < SparseAt ? (int)place : (int)(place - SparseAt) + sparseAt;
            read.Slice(from, run).CopyTo(slot[at..]);
            at += run;
        }
    }

    private static void Fill(SafeFileHandle file, Span<byte> into, long place)
    {
        while (!into.IsEmpty && RandomAccess.Read(file, into, place) is > 0 and var read)
        {
            into = into[read..];
            place += read;
        }

        into.Clear();
    }

    private static (long Place, int Run) Dense(int slot, int at, int run) => (((long)slot * DenseBytes) + at, run);

    private static (long Place, int Run) Sparse(int slot, int at, int run) => (SparseAt + ((long)slot * SparseBytes) + at, run);
}
