// Puts the calls of a chat stream behind one another.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Pieces name their call by index, by id, or not at all. The first call goes through as it comes; later ones, and text said meanwhile, are
/// kept and follow in order.
/// </summary>
internal sealed class ChatCalls(AnswerSource source) : IDisposable
{
    /// <summary>More calls in one turn are a vendor's mistake, and their pieces join the last one.</summary>
    private const int MostCalls = 1024;

    private readonly List<ChatCall> _calls = [];
    private ChatCall? _last;
    private readonly PooledBuffer _heldText = new();

    // What was said of one kind, up to where it ends in the held text.
    private readonly List<(AnswerPartKind Kind, int End)> _held = [];

    /// <summary>A call has begun.</summary>
    internal bool Any => _calls.Count > 0;

    /// <summary>Whether the model thought before them, if its maker says so at all. Some want an empty thought back as well.</summary>
    internal bool? HasThought { get; set; }

    /// <summary>Bytes that wait.</summary>
    internal long WaitingBytes { get; private set; }

    /// <summary>Takes a list of <c>tool_calls</c>.</summary>
    /// <returns>What its only element says; empty when there are more, or none, or when it may begin a call.</returns>
    internal ReadOnlySpan<byte> Take(ReadOnlySpan<byte> list, IAnswerSink sink)
    {
        ReadOnlySpan<byte> input = default;
        var reader = new JsonReader(list);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return input;
        }

        for (var isFirst = true; reader.Read() && reader.TokenType == JsonTokenType.StartObject; isFirst = false)
        {
            var said = TakeOne(ref reader, isFirst, sink);
            input = isFirst ? said : default;
        }

        return input;
    }

    /// <summary>More for the call that was spoken of last.</summary>
    internal void TakeMore(ReadOnlySpan<byte> input, IAnswerSink sink) => Add(_last!, input, sink);

    /// <summary>Takes the older <c>function_call</c>: one call without an id.</summary>
    internal void TakeLegacy(ReadOnlySpan<byte> call, IAnswerSink sink)
    {
        var reader = new JsonReader(call);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var piece = new Piece { IsFirst = true };
            ReadFunction(ref reader, ref piece);
            Add(piece with { Index = 0 }, sink);
        }
    }

    /// <summary>Keeps text that was said while a call was open.</summary>
    internal void Hold(AnswerPartKind kind, ReadOnlySpan<byte> text)
    {
        if (_held.Count > 0 && _held[^1].Kind == kind)
        {
            _held.RemoveAt(_held.Count - 1);
        }

        _heldText.TryWrite(text);
        WaitingBytes += text.Length;
        _held.Add((kind, _heldText.Length));
    }

    /// <summary>The answer ends: the open call ends, and what was kept follows.</summary>
    internal void Complete(IAnswerSink sink)
    {
        for (var index = 0; index < _calls.Count; index++)
        {
            Open(index, sink);
            _calls[index].Close(sink);
        }

        var start = 0;
        foreach (var (kind, end) in _held)
        {
            sink.BeginPart(new AnswerPart(kind));
            sink.Piece(new AnswerPiece(_heldText.WrittenSpan[start..end], TextForm.Escaped));
            sink.EndPart();
            start = end;
        }

        Dispose();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _calls.ForEach(call => call.Dispose());
        _calls.Clear();
        _held.Clear();
        _heldText.Dispose();
    }

    private ReadOnlySpan<byte> TakeOne(scoped ref JsonReader reader, bool isFirst, IAnswerSink sink)
    {
        var piece = new Piece { IsFirst = isFirst };
        while (reader.NextMember())
        {
            if (reader.Is("index"u8))
            {
                long? index = null;
                UsageNumbers.Read(ref reader, ref index);
                piece.Index = (int?)index;
            }
            else if (reader.Is("id"u8))
            {
                piece.Id = reader.ReadText();
            }
            else if (reader.Is("function"u8) || reader.Is("custom"u8))
            {
                piece.IsCustom = reader.Is("custom"u8);
                reader.Read();
                ReadFunction(ref reader, ref piece);
            }
            else if (reader.Is("extra_content"u8))
            {
                piece.Extra = reader.ReadRaw();
            }
            else
            {
                reader.Skip();
            }
        }

        Add(piece, sink);

        // What is like a piece that may have begun a call may begin another.
        return piece.Extra.IsEmpty && (piece.Name.IsEmpty || !piece.Id.IsEmpty) ? piece.Input : default;
    }

    private static void ReadFunction(scoped ref JsonReader reader, ref Piece piece)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("name"u8))
            {
                piece.Name = reader.ReadText();
            }
            else if (reader.Is("arguments"u8) || reader.Is("input"u8))
            {
                piece.Input = ToolArguments.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Add(in Piece piece, IAnswerSink sink)
    {
        var call = Find(piece);
        call.Name(piece.Id, piece.Name, piece.IsCustom);
        WaitingBytes += call.Note(piece.Extra);
        Add(call, piece.Input, sink);
    }

    private void Add(ChatCall call, ReadOnlySpan<byte> input, IAnswerSink sink)
    {
        _last = call;
        call.See(input);
        if (ReferenceEquals(call, _calls[0]) && call.HasName)
        {
            Open(0, sink);
            ChatCall.Pass(input, sink);
        }
        else
        {
            call.Keep(input);
            WaitingBytes += input.Length;
        }
    }

    private void Open(int place, IAnswerSink sink)
    {
        if (HasThought == false)
        {
            ChatKept.KeepNothing(sink);
            HasThought = true;
        }

        _calls[place].Open(source, place, sink);
    }

    private ChatCall Find(in Piece piece)
    {
        if (Known(piece) is { } known)
        {
            return known;
        }

        if (_calls.Count < MostCalls)
        {
            _calls.Add(new ChatCall(piece.Index ?? _calls.Count));
            return _calls[^1];
        }

        var wanted = piece.Index;
        return (wanted is null ? null : _calls.FindLast(call => call.Index == wanted)) ?? _calls[^1];
    }

    /// <summary>
    /// By index; without one by id where no name comes with it, else the last. A new id begins a call, under an index that is taken only
    /// together with a name: some vendors give all their calls one index, and others give the pieces of one call several ids. Without an id
    /// the name may tell that one begins (<see cref="ChatCall.MayBe"/>), and with no index either a further name in one list does.
    /// </summary>
    private ChatCall? Known(in Piece piece)
    {
        var isOfAny = piece.Index is not null || (!piece.Id.IsEmpty && piece.Name.IsEmpty);
        var earliest = isOfAny ? 0 : Math.Max(0, _calls.Count - 1);
        for (var at = _calls.Count - 1; at >= earliest; at--)
        {
            var call = _calls[at];
            if (piece.Index is null
                ? (piece.Id.IsEmpty ? (piece.IsFirst || piece.Name.IsEmpty) && call.MayBe(piece.Name, piece.Input) : call.IsCalled(piece.Id))
                : call.Index == piece.Index
                    && (piece.Id.IsEmpty ? call.MayBe(piece.Name, piece.Input) : piece.Name.IsEmpty || !call.HasId || call.IsCalled(piece.Id)))
            {
                return call;
            }
        }

        return null;
    }

    private ref struct Piece
    {
        /// <summary>Of its list.</summary>
        internal bool IsFirst { get; init; }

        internal int? Index { get; set; }

        internal ReadOnlySpan<byte> Id { get; set; }

        internal ReadOnlySpan<byte> Name { get; set; }

        internal ReadOnlySpan<byte> Input { get; set; }

        internal bool IsCustom { get; set; }

        /// <summary>A vendor's member that goes back to it with the call.</summary>
        internal ReadOnlySpan<byte> Extra { get; set; }
    }
}
