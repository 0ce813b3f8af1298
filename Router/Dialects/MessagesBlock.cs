// What stands in one content block, or in one piece of it.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Slices of the document it was read from, strings without their quotes and as they are escaped; what is not there is empty. The
/// <c>delta</c> of a <c>message_delta</c> is of this form too.
/// </summary>
internal ref struct MessagesBlock
{
    internal ReadOnlySpan<byte> Type { get; private set; }

    internal ReadOnlySpan<byte> Text { get; private set; }

    internal ReadOnlySpan<byte> Thinking { get; private set; }

    internal ReadOnlySpan<byte> Signature { get; private set; }

    internal ReadOnlySpan<byte> PartialJson { get; private set; }

    /// <summary>Of a redacted block.</summary>
    internal ReadOnlySpan<byte> Data { get; private set; }

    internal ReadOnlySpan<byte> Id { get; private set; }

    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>A JSON value: a list of them, or one.</summary>
    internal ReadOnlySpan<byte> Citations { get; private set; }

    internal ReadOnlySpan<byte> StopReason { get; private set; }

    internal ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> StopDetails { get; private set; }

    /// <summary>Reads the object that the reader stands on, and leaves the reader at its end.</summary>
    /// <param name="json">What the reader reads.</param>
    internal static MessagesBlock Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var block = default(MessagesBlock);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return block;
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                block.Type = TextAt(ref reader, json);
            }
            else if (JsonText.ValueIs(reader, "text"u8))
            {
                block.Text = TextAt(ref reader, json);
            }
            else if (JsonText.ValueIs(reader, "partial_json"u8))
            {
                block.PartialJson = TextAt(ref reader, json);
            }
            else if (JsonText.ValueIs(reader, "thinking"u8))
            {
                block.Thinking = TextAt(ref reader, json);
            }
            else
            {
                block.ReadRare(ref reader, json);
            }
        }

        return block;
    }

    /// <summary>Reads the value behind the name that the reader stands on: the inside of a string, or nothing.</summary>
    internal static ReadOnlySpan<byte> TextAt(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String
            ? json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length)
            : default;
        reader.Skip();
        return text;
    }

    /// <summary>The same for a value of any kind; null is nothing.</summary>
    internal static ReadOnlySpan<byte> ValueAt(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var isNull = reader.TokenType == JsonTokenType.Null;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return isNull ? default : json[start..(int)reader.BytesConsumed];
    }

    private void ReadRare(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (JsonText.ValueIs(reader, "signature"u8))
        {
            Signature = TextAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "data"u8))
        {
            Data = TextAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "id"u8))
        {
            Id = TextAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "name"u8))
        {
            Name = TextAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "input"u8))
        {
            Input = ValueAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "citations"u8) || JsonText.ValueIs(reader, "citation"u8))
        {
            Citations = ValueAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "stop_reason"u8))
        {
            StopReason = TextAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "stop_sequence"u8))
        {
            StopSequence = TextAt(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "stop_details"u8))
        {
            StopDetails = ValueAt(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }
}
