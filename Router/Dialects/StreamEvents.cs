// Hands the events of a stream on, each in one piece.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The events of one part differ in the piece of text that each brings, and with Responses in their number. So an event that brings a piece
/// is kept as the mold of the next: that one is the same words around another text, see <see cref="TryRepeat"/>.
/// </summary>
/// <param name="output">Where events go.</param>
internal sealed class StreamEvents(IBufferWriter<byte> output) : IBufferWriter<byte>, IDisposable
{
    /// <summary>A longer event goes on in pieces and is no mold, so that none is held twice.</summary>
    private const int MostBytes = 4096;

    private byte[] _event = [];
    private int _length;
    private bool _isCut;
    private bool _isDirect;

    // Of the event that is kept: the places of its number and of its piece.
    private Range _number;
    private Range _piece;
    private bool _isMold;

    /// <summary>Begins an event; the one before it is no mold any more.</summary>
    internal void Begin()
    {
        _length = 0;
        _isCut = _isMold = false;
        _number = default;
    }

    /// <summary>Writes the number of the event, which the next one counts on from.</summary>
    internal void WriteNumber(JsonOutput json, ReadOnlySpan<byte> name, long number)
    {
        json.Name(name);
        var start = _length;
        json.Number(number);
        _number = start.._length;
    }

    /// <summary>Writes the piece of text that the event brings.</summary>
    internal void WritePiece(JsonOutput json, ReadOnlySpan<byte> text, TextForm form)
    {
        json.BeginText();
        var start = _length;
        json.AppendPiece(text, form);
        _piece = start.._length;
        json.EndText();
        _isMold = true;
    }

    /// <summary>Hands the event on.</summary>
    internal void End()
    {
        _isMold &= !_isCut;
        output.Write(_event.AsSpan(0, _length));
    }

    /// <summary>The next event is not like the one before it.</summary>
    internal void Forget() => _isMold = false;

    /// <summary>Hands on the event before once more, with this text in place of its own; false when it is no mold.</summary>
    /// <param name="number">Its number, if that has one.</param>
    internal bool TryRepeat(ReadOnlySpan<byte> text, TextForm form, long number = 0)
    {
        if (!_isMold)
        {
            return false;
        }

        ReadOnlySpan<byte> mold = _event.AsSpan(0, _length);
        var head = mold[.._piece.Start.Value];
        if (_number.End.Value > 0)
        {
            output.Write(head[.._number.Start.Value]);
            JsonOutput.WriteNumber(output, number);
            head = head[_number.End.Value..];
        }

        var tail = mold[_piece.End..];
        if (form == TextForm.Escaped)
        {
            var span = output.GetSpan(head.Length + text.Length + tail.Length);
            head.CopyTo(span);
            text.CopyTo(span[head.Length..]);
            tail.CopyTo(span[(head.Length + text.Length)..]);
            output.Advance(head.Length + text.Length + tail.Length);
            return true;
        }

        output.Write(head);
        JsonEscaping.Escape(text, output);
        output.Write(tail);
        return true;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        if (_isDirect)
        {
            output.Advance(count);
        }
        else
        {
            _length += count;
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => MakeRoom(sizeHint) ? _event.AsMemory(_length) : output.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => MakeRoom(sizeHint) ? _event.AsSpan(_length) : output.GetSpan(sizeHint);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_event.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_event);
            _event = [];
        }
    }

    /// <summary>Makes room here; false when so much fits only where the events go.</summary>
    private bool MakeRoom(int sizeHint)
    {
        if (_event.Length == 0)
        {
            _event = ArrayPool<byte>.Shared.Rent(MostBytes);
        }

        _isDirect = false;
        if (_event.Length - _length >= Math.Max(sizeHint, 1))
        {
            return true;
        }

        output.Write(_event.AsSpan(0, _length));
        _length = 0;
        _isCut = true;
        _isDirect = sizeHint > _event.Length;
        return !_isDirect;
    }
}
