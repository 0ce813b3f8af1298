// One event of an event stream, as it lies in the framer's buffer.
namespace Router.Wire;

/// <summary>
/// A view that is good until the framer is read or filled again. <see cref="Raw"/> of all frames, one after the other, is the
/// stream itself.
/// </summary>
internal readonly ref struct SseFrame
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The bytes as they came, the blank line that ends the event included.</summary>
    internal ReadOnlySpan<byte> Raw { get; init; }

    /// <summary>The values of the <c>data</c> lines, joined with LF; empty when there is none.</summary>
    internal ReadOnlySpan<byte> Data { get; init; }

    /// <summary>The value of the last <c>event</c> line; empty when there is none.</summary>
    internal ReadOnlySpan<byte> EventName { get; init; }

    /// <summary>True when the event has a <c>data</c> line; otherwise it is comments, unknown fields or a lone blank line.</summary>
    internal bool HasData { get; init; }

    /// <summary>False for what is left at the end of a stream without its blank line.</summary>
    internal bool IsComplete { get; init; }

    /// <summary>Where <see cref="Data"/> stands in <see cref="Raw"/>; -1 when it was joined from several lines.</summary>
    internal int DataOffset { get; init; }

    /// <summary>A byte-order mark at the head of the stream is a frame of its own, so that it need not be passed on.</summary>
    internal bool IsByteOrderMark => Raw.SequenceEqual(ByteOrderMark);

    /// <summary>The word with which many vendors close a stream, in some dialects behind the end that the dialect itself has.</summary>
    internal bool IsClosingWord => Data.SequenceEqual("[DONE]"u8);

    /// <summary>Where the byte at <paramref name="dataOffset"/> of <see cref="Data"/> stands in <see cref="Raw"/>.</summary>
    internal int RawOffsetOf(int dataOffset) =>
        DataOffset >= 0 ? DataOffset + dataOffset : SseLines.RawOffsetOf(Raw, dataOffset);
}
