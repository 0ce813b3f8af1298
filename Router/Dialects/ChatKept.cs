// What a Chat target wants back of an assistant's message, besides what was said in it.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Chat itself wants nothing back, but its vendors do where tools are called, and answer 400 without it: DeepSeek and Kimi what the model
/// thought (<c>reasoning_content</c>), Gemini the <c>extra_content</c> of a call with the signature of its thought, OpenRouter the
/// <c>reasoning_details</c> of either. They go to the caller sealed (mapping 2.6), and from there back into the message. The payloads are
/// written and read here: <c>{"reasoning_content":TEXT}</c>, also under the name <c>reasoning</c>, with <c>"reasoning_details":LIST</c> behind
/// it or in its place, and <c>{"id":CALL,"extra_content":OBJECT}</c>.
/// </summary>
internal sealed class ChatKept
{
    private readonly List<ReadOnlyMemory<byte>> _thoughts = [];
    private readonly List<ReadOnlyMemory<byte>> _details = [];

    // By call; of calls that have one id in the order of these.
    private readonly Dictionary<string, Queue<ReadOnlyMemory<byte>>> _extras = new(StringComparer.Ordinal);
    private bool _isShort;

    /// <summary>Nothing came back, or all of it was written.</summary>
    internal bool IsEmpty => _thoughts.Count == 0 && _details.Count == 0 && _extras.Count == 0;

    /// <summary>Begins the payload of a thought; its escaped text follows, and <see cref="EndThought"/>.</summary>
    /// <param name="isShort">Its member is called <c>reasoning</c>.</param>
    internal static void BeginThought(PooledBuffer payload, bool isShort) =>
        payload.TryWrite(isShort ? "{\"reasoning\":\""u8 : "{\"reasoning_content\":\""u8);

    /// <summary>Ends the payload of a thought, which need not have begun when there are details of it.</summary>
    internal static void EndThought(PooledBuffer payload, ChatDetails details)
    {
        var hasText = payload.Length > 0;
        payload.TryWrite(hasText ? "\""u8 : "{"u8);
        if (!details.IsEmpty)
        {
            payload.TryWrite(hasText ? ",\"reasoning_details\":["u8 : "\"reasoning_details\":["u8);
            details.WriteTo(payload);
            payload.TryWrite("]"u8);
        }

        payload.TryWrite("}"u8);
    }

    /// <summary>Keeps a thought in which nothing was thought, as a part of its own.</summary>
    internal static void KeepNothing(IAnswerSink sink) => KeepAlone(sink, "{\"reasoning_content\":\"\"}"u8);

    /// <summary>Keeps what belongs to a call, as a part of its own.</summary>
    /// <param name="id">The call's, as the caller has it.</param>
    /// <param name="extra">A JSON object.</param>
    internal static void KeepExtra(IAnswerSink sink, string id, ReadOnlySpan<byte> extra)
    {
        using var payload = new PooledBuffer();
        var json = new JsonOutput(payload);
        json.BeginObject();
        json.String("id"u8, id);
        json.Name("extra_content"u8);
        json.Raw(extra);
        json.EndObject();
        KeepAlone(sink, payload.WrittenSpan);
    }

    /// <summary>Takes what came back.</summary>
    /// <param name="payload">Written here, and verified since.</param>
    internal void Take(ReadOnlyMemory<byte> payload)
    {
        var reader = new JsonReader(payload.Span);
        var id = "";
        reader.Read();
        while (reader.NextMember())
        {
            if (reader.Is("id"u8))
            {
                id = JsonText.Decode(reader.ReadText());
            }
            else if (reader.Is("extra_content"u8))
            {
                var length = reader.ReadRaw().Length;
                if (!_extras.TryGetValue(id, out var ofCall))
                {
                    _extras[id] = ofCall = [];
                }

                ofCall.Enqueue(payload.Slice(reader.Position - length, length));
            }
            else if (reader.Is("reasoning_details"u8))
            {
                var length = reader.ReadRaw().Length;
                _details.Add(payload.Slice(reader.Position - length + 1, length - 2));
            }
            else
            {
                _isShort = reader.Is("reasoning"u8);
                var length = reader.ReadText().Length;
                _thoughts.Add(payload.Slice(reader.Position - 1 - length, length));
            }
        }
    }

    /// <summary>Writes the thought into the open message, if there is one, and its details.</summary>
    /// <param name="always">Without one an empty one is written.</param>
    internal void WriteThought(JsonOutput json, bool always)
    {
        WriteDetails(json);
        if (_thoughts.Count == 0 && !always)
        {
            return;
        }

        json.Name(_isShort ? "reasoning"u8 : "reasoning_content"u8);
        json.BeginText();
        foreach (var thought in _thoughts)
        {
            json.AppendEscaped(thought.Span);
        }

        json.EndText();
        _thoughts.Clear();
    }

    /// <summary>Writes what belongs to a call into it, if anything does.</summary>
    /// <param name="id">The call's, as the caller has it.</param>
    internal void WriteExtra(JsonOutput json, string id)
    {
        if (_extras.TryGetValue(id, out var ofCall))
        {
            json.Name("extra_content"u8);
            json.Raw(ofCall.Dequeue().Span);
            if (ofCall.Count == 0)
            {
                _extras.Remove(id);
            }
        }
    }

    private void WriteDetails(JsonOutput json)
    {
        if (_details.Count == 0)
        {
            return;
        }

        json.Name("reasoning_details"u8);
        json.BeginArray();
        foreach (var elements in _details)
        {
            json.Raw(elements.Span);
        }

        json.EndArray();
        _details.Clear();
    }

    private static void KeepAlone(IAnswerSink sink, ReadOnlySpan<byte> payload)
    {
        sink.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        sink.Keep(payload);
        sink.EndPart();
    }
}
