// The look of a chunk that was read, to know others like it by.
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The chunks of one stream differ in the piece of the answer that each brings, and with some vendors in a padding that comes last. The
/// reader asks nothing of either string but the first one's length: so a chunk that equals one read before, but for the inside of these
/// two, means the same.
/// </summary>
internal sealed class ChatChunkPattern
{
    /// <summary>What is alike in a longer chunk is not kept; such chunks are read.</summary>
    private const int MostBytes = 4096;

    // What is alike, up to the piece's opening quote; from its closing quote to the padding's opening one; and the rest.
    private byte[] _alike = [];
    private int _pieceAt;
    private int _paddingAt;
    private int _end;
    private bool _hasPadding;
    private int _pieceLength;
    private int _modelStart;

    /// <summary>Bytes of the value of <c>model</c>, quotes included; 0 when there is none.</summary>
    internal int ModelLength { get; private set; }

    /// <summary>Takes the look of a chunk that <see cref="ChatDocumentReader"/> has read; false when it has none that can be kept.</summary>
    internal bool TryTake(ReadOnlySpan<byte> chunk, in ChatDocument document)
    {
        if (document.ContentStrings != 1 || document.Finished != 0 || document.HasUsage || document.Error is not null
            || chunk.Length - document.ContentBytes > MostBytes)
        {
            return false;
        }

        var padding = document.LastStart > 0 ? document.LastLength : 0;
        _pieceLength = (int)document.ContentBytes;
        var length = chunk.Length - _pieceLength - padding;
        if (_alike.Length < length)
        {
            _alike = new byte[length];
        }

        var behind = document.ContentStart + _pieceLength;
        _pieceAt = document.ContentStart;
        chunk[.._pieceAt].CopyTo(_alike);
        _hasPadding = document.LastStart > 0;
        _paddingAt = (_hasPadding ? document.LastStart : chunk.Length) - _pieceLength;
        chunk.Slice(behind, _paddingAt - _pieceAt).CopyTo(_alike.AsSpan(_pieceAt));
        chunk[(_paddingAt + _pieceLength + padding)..].CopyTo(_alike.AsSpan(_paddingAt));
        _end = length;
        _modelStart = document.ModelStart;
        ModelLength = document.ModelLength;
        return true;
    }

    /// <summary>True when <paramref name="chunk"/> looks like the one that was taken and brings a piece, of so many bytes.</summary>
    internal bool TryMatch(ReadOnlySpan<byte> chunk, out int pieceLength)
    {
        pieceLength = 0;
        if (_end == 0 || !chunk.StartsWith(_alike.AsSpan(0, _pieceAt)))
        {
            return false;
        }

        var rest = chunk[_pieceAt..];
        pieceLength = JsonText.LengthOf(rest);
        if (pieceLength <= 0)
        {
            return false;
        }

        rest = rest[pieceLength..];
        if (!_hasPadding)
        {
            return rest.SequenceEqual(_alike.AsSpan(_pieceAt, _end - _pieceAt));
        }

        var between = _alike.AsSpan(_pieceAt, _paddingAt - _pieceAt);
        if (!rest.StartsWith(between))
        {
            return false;
        }

        rest = rest[between.Length..];
        var padding = JsonText.LengthOf(rest);
        return padding >= 0 && rest[padding..].SequenceEqual(_alike.AsSpan(_paddingAt, _end - _paddingAt));
    }

    /// <summary>Where the value of <c>model</c> stands in a chunk that matched.</summary>
    internal int ModelStartIn(int pieceLength) => _modelStart < _pieceAt ? _modelStart : _modelStart + pieceLength - _pieceLength;
}
