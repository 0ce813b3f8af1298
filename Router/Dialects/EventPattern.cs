// The look of an event that was read, to know others like it by.
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The events of one stream differ in the piece of the answer that each brings; with some vendors also in a number before it and in a
/// padding behind it, which nobody reads. An event that equals one read before, but for these, means the same with another piece.
/// </summary>
internal sealed class EventPattern
{
    /// <summary>What is alike in a longer event is not kept; such events are read.</summary>
    private const int MostBytes = 4096;

    // What is alike, and where in it the number, the inside of the piece and that of the padding are left out.
    private byte[] _alike = [];
    private int _length;
    private int _numberAt;
    private int _pieceAt;
    private int _paddingAt;

    /// <summary>Takes the look of an event; false when it has none that can be kept.</summary>
    /// <param name="data">The event, valid JSON.</param>
    /// <param name="piece">In it the inside of the string that is the piece.</param>
    /// <param name="number">In it a number that is not read; one that is no whole number, or is behind the piece, is taken for alike.</param>
    /// <param name="padding">In it the inside of a string that is not read; one before the piece is taken for alike.</param>
    internal bool TryTake(ReadOnlySpan<byte> data, ReadOnlySpan<byte> piece, ReadOnlySpan<byte> number = default, ReadOnlySpan<byte> padding = default)
    {
        _length = 0;
        if (!data.Overlaps(piece, out var pieceAt) || data.Length - piece.Length > MostBytes)
        {
            return false;
        }

        var behind = pieceAt + piece.Length;
        if (DigitsOf(number) != number.Length || !data.Overlaps(number, out var numberAt) || numberAt > pieceAt)
        {
            numberAt = 0;
            number = default;
        }

        if (!data.Overlaps(padding, out var paddingAt) || paddingAt < behind)
        {
            paddingAt = data.Length;
            padding = default;
        }

        if (_alike.Length < data.Length - piece.Length)
        {
            _alike = new byte[data.Length - piece.Length];
        }

        Keep(data[..numberAt]);
        _numberAt = _length;
        Keep(data[(numberAt + number.Length)..pieceAt]);
        _pieceAt = _length;
        Keep(data[behind..paddingAt]);
        _paddingAt = _length;
        Keep(data[(paddingAt + padding.Length)..]);
        return true;
    }

    /// <summary>Knows no event any more.</summary>
    internal void Forget() => _length = 0;

    /// <summary>True when <paramref name="data"/> looks like the event that was taken and brings a piece: the inside of its string.</summary>
    internal bool TryMatch(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> piece)
    {
        piece = default;
        var alike = _alike.AsSpan(0, _length);
        if (_length == 0 || (_numberAt > 0 && !TryPassNumber(ref data, alike[.._numberAt])) || !TryPass(ref data, alike[_numberAt.._pieceAt]))
        {
            return false;
        }

        var length = JsonText.LengthOf(data, out _);
        if (length <= 0)
        {
            return false;
        }

        piece = data[..length];
        data = data[length..];
        if (_paddingAt == _length)
        {
            return data.SequenceEqual(alike[_pieceAt..]);
        }

        if (!TryPass(ref data, alike[_pieceAt.._paddingAt]))
        {
            return false;
        }

        var padding = JsonText.LengthOf(data, out _);
        return padding >= 0 && data[padding..].SequenceEqual(alike[_paddingAt..]);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_alike.AsSpan(_length));
        _length += part.Length;
    }

    private static bool TryPass(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> alike)
    {
        if (!data.StartsWith(alike))
        {
            return false;
        }

        data = data[alike.Length..];
        return true;
    }

    private static bool TryPassNumber(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> alike)
    {
        if (!TryPass(ref data, alike))
        {
            return false;
        }

        var digits = DigitsOf(data);
        data = data[digits..];
        return digits > 0;
    }

    /// <summary>The length of the whole number that begins <paramref name="data"/>; 0 when none does.</summary>
    private static int DigitsOf(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var length = end < 0 ? data.Length : end;
        return length > 1 && data[0] == '0' ? 0 : length;
    }
}
