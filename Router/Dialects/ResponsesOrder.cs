// Puts the items of a Responses answer behind one another.
using System.Buffers.Binary;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Items may be open side by side, told apart by <c>output_index</c> (some upstreams change the ids); parts cannot. What comes of the item in
/// front goes through, and what comes of another waits as it came until those before it are whole.
/// </summary>
internal sealed class ResponsesOrder(AnswerSource source) : IDisposable
{
    private readonly ResponsesParts _parts = new(source);
    private readonly HashSet<int> _whole = [];

    // Of each waiting item its events: length and bytes of the name, length and bytes of the event.
    private readonly SortedDictionary<int, PooledBuffer> _waiting = [];
    private int? _front;

    /// <summary>The model called a tool.</summary>
    internal bool HasCalls => _parts.HasCalls;

    /// <summary>Memory that waiting events take.</summary>
    internal long WaitingBytes { get; private set; }

    /// <summary>Takes an event inside the answer.</summary>
    /// <param name="name">Its type without <c>response.</c></param>
    /// <param name="data">The event as it came.</param>
    internal void Take(ReadOnlySpan<byte> name, in ResponsesEvent found, ReadOnlySpan<byte> data, IAnswerSink sink)
    {
        var index = found.OutputIndex;
        if (index != _front && (!IsOfItem(name) || _whole.Contains(index)))
        {
            return;
        }

        _front ??= index;
        if (index != _front)
        {
            Keep(index, name, data);
            return;
        }

        Pass(name, found, sink);
        Advance(sink);
    }

    /// <summary>The answer ends: what only its last event has is handed on.</summary>
    internal void Complete(ReadOnlySpan<byte> output, IAnswerSink sink)
    {
        if (output is [(byte)'[', ..])
        {
            var reader = new JsonReader(output);
            reader.Read();
            for (var index = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; index++)
            {
                End(index, ResponsesItem.Of(ref reader), sink);
            }
        }

        // Of an item that the end does not repeat, what came is all.
        while (_front is not null)
        {
            _parts.Close(sink);
            _front = null;
            Advance(sink);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var events in _waiting.Values)
        {
            events.Dispose();
        }

        _waiting.Clear();
    }

    /// <summary>An item of the last event; none that was whole before.</summary>
    private void End(int index, in ResponsesItem item, IAnswerSink sink)
    {
        if (_whole.Contains(index))
        {
            return;
        }

        _front ??= index;
        if (index != _front)
        {
            Keep(index, default, item.Json);
            return;
        }

        PassWhole(item, sink);
        Advance(sink);
    }

    private void Pass(ReadOnlySpan<byte> name, in ResponsesEvent found, IAnswerSink sink)
    {
        if (name.SequenceEqual("output_item.done"u8))
        {
            PassWhole(ResponsesItem.Of(found.Item), sink);
        }
        else
        {
            _parts.Take(name, found, sink);
        }
    }

    private void PassWhole(in ResponsesItem item, IAnswerSink sink)
    {
        var index = _front!.Value;
        _parts.EndItem(index, item, sink);
        _whole.Add(index);
        _front = null;
    }

    /// <summary>While nothing is in front, the lowest item that waits moves there.</summary>
    private void Advance(IAnswerSink sink)
    {
        while (_front is null && _waiting.Count > 0)
        {
            var (index, events) = _waiting.First();
            _waiting.Remove(index);
            _front = index;
            PassWaiting(events.WrittenSpan, sink);
            WaitingBytes -= events.Capacity;
            events.Dispose();
        }
    }

    private void PassWaiting(ReadOnlySpan<byte> events, IAnswerSink sink)
    {
        while (_front is not null && !events.IsEmpty)
        {
            var name = Next(ref events);
            var data = Next(ref events);
            if (name.IsEmpty)
            {
                PassWhole(ResponsesItem.Of(data), sink);
            }
            else
            {
                Pass(name, ResponsesEvent.Of(data), sink);
            }
        }
    }

    /// <param name="name">Empty for an item of the last event, which has no event of its own.</param>
    private void Keep(int index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (!_waiting.TryGetValue(index, out var events))
        {
            _waiting[index] = events = new PooledBuffer();
        }

        var before = events.Capacity;
        Write(events, name);
        Write(events, data);
        WaitingBytes += events.Capacity - before;
    }

    private static void Write(PooledBuffer events, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(events.GetSpan(sizeof(int)), bytes.Length);
        events.Advance(sizeof(int));
        events.TryWrite(bytes);
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> events)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(events);
        var bytes = events.Slice(sizeof(int), length);
        events = events[(sizeof(int) + length)..];
        return bytes;
    }

    /// <summary>Events that are not read, which some upstreams send without an index, put no item in front.</summary>
    private static bool IsOfItem(ReadOnlySpan<byte> name) =>
        name.StartsWith("output_item."u8) || name.StartsWith("output_text."u8) || name.StartsWith("refusal."u8)
        || name.StartsWith("reasoning_"u8) || name.StartsWith("function_call_arguments."u8) || name.StartsWith("custom_tool_call_input."u8);
}
