// Applies edits to a JSON text without copying it.
using System.Buffers;

namespace Router.Wire;

/// <summary>Original plus edits, as a sequence over both; the original is never changed, so each attempt can have its own edits.</summary>
internal static class JsonEdits
{
    /// <summary>
    /// The edited text. It refers to <paramref name="original"/> and to the replacements, which must live as long as it does.
    /// </summary>
    /// <exception cref="ArgumentException">The edits are unsorted, overlap, or lie outside the original.</exception>
    internal static ReadOnlySequence<byte> Apply(ReadOnlyMemory<byte> original, ReadOnlySpan<JsonEdit> sortedEdits)
    {
        EditSegment? first = null;
        EditSegment? last = null;
        var position = 0;
        foreach (ref readonly var edit in sortedEdits)
        {
            if (edit.Start < position || edit.Length < 0 || edit.Length > original.Length - edit.Start)
            {
                throw new ArgumentException(
                    $"Edit of {edit.Length} bytes at {edit.Start} is out of order, overlaps another or leaves a text of {original.Length} bytes.",
                    nameof(sortedEdits));
            }

            Append(original[position..edit.Start]);
            Append(edit.Replacement);
            position = edit.End;
        }

        if (first is null)
        {
            return new ReadOnlySequence<byte>(original[position..]);
        }

        Append(original[position..]);
        return new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);

        void Append(ReadOnlyMemory<byte> piece)
        {
            if (!piece.IsEmpty)
            {
                last = new EditSegment(piece, last);
                first ??= last;
            }
        }
    }
}
