// One call of a chat stream while its pieces come.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <param name="index">What its pieces call it.</param>
internal sealed class ChatCall(int index) : IDisposable
{
    private readonly PooledBuffer _kept = new();
    private string? _id;
    private string? _shownId;
    private string? _name;
    private bool _isCustom;
    private byte[]? _extra;
    private bool _isOpen;
    private bool _hasInput;
    private bool _isWhole;

    internal int Index { get; } = index;

    internal bool HasId => _id is not null;

    internal bool HasName => _name is not null;

    /// <summary>True when it goes by that id already.</summary>
    internal bool IsCalled(ReadOnlySpan<byte> id) => _id is not null && JsonText.Decode(id) == _id;

    /// <summary>
    /// True when a piece without an id may be of it, by the name that comes with it: another name is another call's, and so is a further
    /// object behind a whole one. Some vendors give each call whole, and no id or index to tell them apart by.
    /// </summary>
    internal bool MayBe(ReadOnlySpan<byte> name, ReadOnlySpan<byte> input) =>
        name.IsEmpty || _name is null || (JsonText.Decode(name) == _name && !(_isWhole && input is [(byte)'{', ..]));

    /// <summary>Takes note of a piece of its input.</summary>
    internal void See(ReadOnlySpan<byte> input)
    {
        if (!input.IsEmpty)
        {
            _isWhole = !_hasInput && ToolArguments.IsEscapedObject(input);
            _hasInput = true;
        }
    }

    /// <summary>Learns its id and name; vendors may repeat them.</summary>
    internal void Name(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, bool isCustom)
    {
        _id ??= id.IsEmpty ? null : JsonText.Decode(id);
        _name ??= name.IsEmpty ? null : JsonText.Decode(name);
        _isCustom |= isCustom;
    }

    /// <summary>Learns what its maker wants back with it (<see cref="ChatKept"/>).</summary>
    /// <returns>Bytes that are kept of it.</returns>
    internal int Note(ReadOnlySpan<byte> extra)
    {
        if (extra is not [(byte)'{', ..] || _extra is not null)
        {
            return 0;
        }

        _extra = extra.ToArray();
        return extra.Length;
    }

    /// <summary>Keeps a piece for later.</summary>
    internal void Keep(ReadOnlySpan<byte> input) => _kept.TryWrite(input);

    /// <summary>Begins its part, once, with what was kept of it.</summary>
    /// <param name="place">Which call of the answer it is.</param>
    internal void Open(AnswerSource source, int place, IAnswerSink sink)
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = true;
        _shownId = _id ?? source.CallIdOf(place);
        Keep(sink);
        sink.BeginPart(new AnswerPart(
            AnswerPartKind.Call,
            _shownId,
            new ToolReference(_isCustom ? ToolKind.Custom : ToolKind.Function, _name ?? "")));
        Pass(_kept.WrittenSpan, sink);
        _kept.Reset();
    }

    /// <summary>Ends its part.</summary>
    internal void Close(IAnswerSink sink)
    {
        sink.EndPart();
        Keep(sink);
    }

    /// <summary>Hands a piece on.</summary>
    internal static void Pass(ReadOnlySpan<byte> input, IAnswerSink sink)
    {
        if (!input.IsEmpty)
        {
            sink.Piece(new AnswerPiece(input, TextForm.Escaped));
        }
    }

    /// <summary>What its maker wants back is a part of its own, before the call where it came in time.</summary>
    private void Keep(IAnswerSink sink)
    {
        if (_extra is { Length: > 0 })
        {
            ChatKept.KeepExtra(sink, _shownId!, _extra);
            _extra = [];
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _kept.Dispose();
}
