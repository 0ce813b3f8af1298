// One call of a chat stream while its pieces come.
using System.Text;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <param name="index">What its pieces call it.</param>
internal sealed class ChatCall(int index) : IDisposable
{
    private readonly PooledBuffer _kept = new();
    private string? _id;
    private string? _name;
    private bool _isCustom;
    private bool _isOpen;

    internal int Index { get; } = index;

    internal bool HasName => _name is not null;

    /// <summary>True when it goes by that id already.</summary>
    internal bool HasId(ReadOnlySpan<byte> id) => _id is not null && Encoding.UTF8.GetBytes(_id).AsSpan().SequenceEqual(id);

    /// <summary>Learns its id and name; vendors may repeat them.</summary>
    internal void Name(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, bool isCustom)
    {
        _id ??= id.IsEmpty ? null : JsonText.Decode(id);
        _name ??= name.IsEmpty ? null : JsonText.Decode(name);
        _isCustom |= isCustom;
    }

    /// <summary>Keeps a piece for later.</summary>
    internal void Keep(ReadOnlySpan<byte> input) => _kept.TryWrite(input);

    /// <summary>Begins its part, once, with what was kept of it.</summary>
    internal void Open(IAnswerSink sink, int place)
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = true;
        sink.BeginPart(new AnswerPart(
            AnswerPartKind.Call,
            _id ?? $"call_{place}",
            new ToolReference(_isCustom ? ToolKind.Custom : ToolKind.Function, _name ?? "")));
        Pass(_kept.WrittenSpan, sink);
        _kept.Reset();
    }

    /// <summary>Hands a piece on.</summary>
    internal static void Pass(ReadOnlySpan<byte> input, IAnswerSink sink)
    {
        if (!input.IsEmpty)
        {
            sink.Piece(new AnswerPiece(input, TextForm.Escaped));
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _kept.Dispose();
}
