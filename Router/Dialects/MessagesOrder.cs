// Puts the blocks of a Messages stream behind one another.
using System.Buffers.Binary;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The service ends a block before it begins the next, but gateways in front of other services have them open side by side, or end none; a
/// client tells them apart by <c>index</c>. What comes of the block in front goes through, and what comes of another waits as it came.
/// </summary>
internal sealed class MessagesOrder(AnswerSource source) : IDisposable
{
    private readonly MessagesAnswerParts _parts = new(source);
    private readonly HashSet<int> _whole = [];

    // Of each waiting block its events: length and bytes.
    private readonly SortedDictionary<int, PooledBuffer> _waiting = [];
    private int? _front;
    private long _kept;

    /// <summary>There was a call.</summary>
    internal bool HasCall => _parts.HasCall;

    /// <summary>Bytes that wait.</summary>
    internal long WaitingBytes => _kept + _parts.WaitingBytes;

    /// <summary>Takes an event of a block.</summary>
    /// <param name="data">The event as it came.</param>
    /// <param name="isPassed">It was of the block in front.</param>
    /// <returns>False when it cannot belong to its block.</returns>
    internal bool Take(in MessagesEvent found, ReadOnlySpan<byte> data, IAnswerSink sink, out bool isPassed)
    {
        isPassed = IsOfFront(found);
        if (!isPassed)
        {
            Keep(found.Index!.Value, data);
            return true;
        }

        _front ??= found.Index;
        return Pass(found, sink) && Advance(sink);
    }

    /// <summary>A further piece of the block in front.</summary>
    internal bool Add(in MessagesBlock piece, IAnswerSink sink) => _parts.Add(piece, sink);

    /// <summary>The answer ends: a block that has not ended does, and what waits is handed on.</summary>
    /// <returns>False when a piece cannot belong to its block.</returns>
    internal bool Complete(IAnswerSink sink)
    {
        do
        {
            _parts.Stop(sink);
            _front = null;
            if (!Advance(sink))
            {
                return false;
            }
        }
        while (_front is not null);

        return true;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var events in _waiting.Values)
        {
            events.Dispose();
        }

        _waiting.Clear();
        _parts.Dispose();
    }

    /// <summary>
    /// Also what has no index, and what has that of a block that is whole: some count wrongly. An end of what has not begun is of the front.
    /// </summary>
    private bool IsOfFront(in MessagesEvent found) =>
        _front is not { } front || found.Index is not { } index || index == front
        || (found.Kind != MessagesEventKind.BlockStart && _whole.Contains(index))
        || (found.Kind == MessagesEventKind.BlockStop && !_waiting.ContainsKey(index));

    private bool Pass(in MessagesEvent found, IAnswerSink sink)
    {
        if (found.Kind == MessagesEventKind.BlockDelta)
        {
            return _parts.Add(found.Block, sink);
        }

        if (found.Kind == MessagesEventKind.BlockStart)
        {
            _parts.Start(found.Block, sink);
            return true;
        }

        _parts.Stop(sink);
        if (_front is { } front)
        {
            _whole.Add(front);
        }

        _front = null;
        return true;
    }

    /// <summary>While nothing is in front, the first block that waits moves there.</summary>
    private bool Advance(IAnswerSink sink)
    {
        var belongs = true;
        while (belongs && _front is null && _waiting.Count > 0)
        {
            var (index, events) = _waiting.First();
            _waiting.Remove(index);
            _front = index;
            for (var rest = events.WrittenSpan; belongs && !rest.IsEmpty;)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
                belongs = Pass(MessagesEvent.Read(rest.Slice(sizeof(int), length)), sink);
                rest = rest[(sizeof(int) + length)..];
            }

            _kept -= events.Capacity;
            events.Dispose();
        }

        return belongs;
    }

    private void Keep(int index, ReadOnlySpan<byte> data)
    {
        if (!_waiting.TryGetValue(index, out var events))
        {
            _waiting[index] = events = new PooledBuffer();
        }

        var before = events.Capacity;
        BinaryPrimitives.WriteInt32LittleEndian(events.GetSpan(sizeof(int)), data.Length);
        events.Advance(sizeof(int));
        events.TryWrite(data);
        _kept += events.Capacity - before;
    }
}
