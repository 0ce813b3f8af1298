// What the model thinks in a chat answer, in the form in which it goes home with the next turn.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Gathers one thought while its pieces come, text and details; see <see cref="ChatKept"/>.</summary>
internal sealed class ChatThought : IDisposable
{
    // Empty while nothing of the text is to go home.
    private readonly PooledBuffer _payload = new();
    private readonly ChatDetails _details = new();

    /// <summary>Bytes that wait.</summary>
    internal long WaitingBytes => _payload.Length + _details.WaitingBytes;

    private bool IsEmpty => _payload.Length == 0 && _details.IsEmpty;

    /// <summary>Takes a piece of its text, under a name that its maker takes back.</summary>
    /// <param name="isShort">That is <c>reasoning</c>.</param>
    internal void Take(ReadOnlySpan<byte> text, bool isShort)
    {
        if (_payload.Length == 0)
        {
            ChatKept.BeginThought(_payload, isShort);
        }

        _payload.TryWrite(text);
    }

    /// <inheritdoc cref="ChatDetails.Take"/>
    internal void TakeDetails(ReadOnlySpan<byte> list, bool isWhole) => _details.Take(list, isWhole);

    /// <summary>The thought that is the open part is whole.</summary>
    internal void Keep(IAnswerSink sink)
    {
        if (!IsEmpty)
        {
            ChatKept.EndThought(_payload, _details);
            sink.Keep(_payload.WrittenSpan);
            _payload.Reset();
        }
    }

    /// <summary>Keeps what belongs to no thought that was said as a part of its own.</summary>
    internal void KeepAlone(IAnswerSink sink)
    {
        if (!IsEmpty)
        {
            sink.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
            Keep(sink);
            sink.EndPart();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _payload.Dispose();
        _details.Dispose();
    }
}
