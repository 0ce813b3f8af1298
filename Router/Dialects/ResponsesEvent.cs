// Where in one event of a Responses stream each thing stands.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Found in one pass whatever the order of members; points into the event's bytes and allocates nothing.</summary>
internal ref struct ResponsesEvent
{
    /// <summary>The inside of <c>type</c>.</summary>
    internal ReadOnlySpan<byte> Type { get; private set; }

    internal int OutputIndex { get; private set; }

    /// <summary><c>content_index</c>, or <c>summary_index</c> of reasoning.</summary>
    internal int PartIndex { get; private set; }

    /// <summary>The inside of <c>delta</c>.</summary>
    internal ReadOnlySpan<byte> Delta { get; private set; }

    /// <summary>The inside of the whole that a <c>done</c> repeats: <c>text</c>, <c>refusal</c>, <c>arguments</c> or <c>input</c>.</summary>
    internal ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>The elements of <c>logprobs</c>, without brackets.</summary>
    internal ReadOnlySpan<byte> LogProbs { get; private set; }

    /// <summary>The object <c>item</c>.</summary>
    internal ReadOnlySpan<byte> Item { get; private set; }

    /// <summary>The object <c>response</c>.</summary>
    internal ReadOnlySpan<byte> Response { get; private set; }

    /// <summary>The object <c>annotation</c>.</summary>
    internal ReadOnlySpan<byte> Annotation { get; private set; }

    /// <summary>The number <c>sequence_number</c> as written, which is not read.</summary>
    internal ReadOnlySpan<byte> Number { get; private set; }

    /// <summary>The inside of the last string whose name is not read: events are padded with one.</summary>
    internal ReadOnlySpan<byte> Padding { get; private set; }

    /// <summary>A piece of a part.</summary>
    internal static ResponsesEvent Piece(int outputIndex, int partIndex, ReadOnlySpan<byte> delta) =>
        new() { OutputIndex = outputIndex, PartIndex = partIndex, Delta = delta };

    /// <exception cref="JsonException">It is not one whole JSON object.</exception>
    internal static ResponsesEvent Of(ReadOnlySpan<byte> json)
    {
        var found = default(ResponsesEvent);
        var reader = new JsonReader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.NextMember())
        {
            found.Read(ref reader);
        }

        return reader.Read() ? throw new JsonException() : found;
    }

    /// <summary>The elements of an array, without brackets; nothing of anything else.</summary>
    internal static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> list) =>
        list is [(byte)'[', .., (byte)']'] ? list[1..^1].Trim(" \t\r\n"u8) : default;

    private void Read(scoped ref JsonReader reader)
    {
        if (reader.Is("type"u8))
        {
            Type = reader.ReadText();
        }
        else if (reader.Is("delta"u8))
        {
            Delta = reader.ReadText();
        }
        else if (reader.Is("output_index"u8))
        {
            OutputIndex = Index(ref reader);
        }
        else if (reader.Is("content_index"u8) || reader.Is("summary_index"u8))
        {
            PartIndex = Index(ref reader);
        }
        else if (reader.Is("text"u8) || reader.Is("refusal"u8))
        {
            Whole = reader.ReadText();
        }
        else if (reader.Is("arguments"u8) || reader.Is("input"u8))
        {
            Whole = ToolArguments.Read(ref reader);
        }
        else if (reader.Is("logprobs"u8))
        {
            LogProbs = Inside(reader.ReadRaw());
        }
        else if (reader.Is("item"u8))
        {
            Item = reader.ReadRaw();
        }
        else if (reader.Is("response"u8))
        {
            Response = reader.ReadRaw();
        }
        else if (reader.Is("annotation"u8))
        {
            Annotation = reader.ReadRaw();
        }
        else if (reader.Is("sequence_number"u8))
        {
            Number = reader.ReadRaw();
        }
        else
        {
            Padding = reader.ReadText();
        }
    }

    private static int Index(scoped ref JsonReader reader)
    {
        long? index = null;
        UsageNumbers.Read(ref reader, ref index);
        return (int)Math.Min(index ?? 0, int.MaxValue);
    }
}
