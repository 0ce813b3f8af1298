// The look of a chunk that was observed, to know others like it by.
namespace Router.Dialects;

/// <summary>
/// The observer asks nothing of a piece but its length, so a chunk that is like one before it need not be read; see
/// <see cref="EventPattern"/>.
/// </summary>
internal sealed class ChatChunkPattern
{
    private readonly EventPattern _pattern = new();
    private int _pieceStart;
    private int _pieceLength;
    private int _modelStart;

    /// <summary>Bytes of the value of <c>model</c>, quotes included; 0 when there is none.</summary>
    internal int ModelLength { get; private set; }

    /// <summary>Takes the look of a chunk that <see cref="ChatDocumentReader"/> has read; false when it has none that can be kept.</summary>
    internal bool TryTake(ReadOnlySpan<byte> chunk, in ChatDocument document)
    {
        if (document.ContentStrings != 1 || document.Finished != 0 || document.HasUsage || document.Error is not null)
        {
            return false;
        }

        (_pieceStart, _pieceLength) = (document.ContentStart, (int)document.ContentBytes);
        (_modelStart, ModelLength) = (document.ModelStart, document.ModelLength);
        return _pattern.TryTake(
            chunk, chunk.Slice(_pieceStart, _pieceLength), padding: chunk.Slice(document.LastStart, document.LastStart > 0 ? document.LastLength : 0));
    }

    /// <summary>True when <paramref name="chunk"/> looks like the one that was taken and brings a piece, of so many bytes.</summary>
    internal bool TryMatch(ReadOnlySpan<byte> chunk, out int pieceLength)
    {
        var isLike = _pattern.TryMatch(chunk, out var piece);
        pieceLength = piece.Length;
        return isLike;
    }

    /// <summary>Where the value of <c>model</c> stands in a chunk that matched.</summary>
    internal int ModelStartIn(int pieceLength) => _modelStart < _pieceStart ? _modelStart : _modelStart + pieceLength - _pieceLength;
}
