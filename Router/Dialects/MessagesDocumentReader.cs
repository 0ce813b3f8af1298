// Reads one JSON document of the Messages dialect, a whole answer or one event, in one pass.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Takes what vendors vary without complaint; allocates only for an error.</summary>
internal static class MessagesDocumentReader
{
    /// <returns>False when <paramref name="json"/> is not one whole JSON object.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> json, ref MessagesUsageCounts usage, out MessagesDocument document)
    {
        document = default;
        if (json.IsEmpty)
        {
            return false;
        }

        try
        {
            var reader = DialectJson.Reader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (DialectJson.NextMember(ref reader))
            {
                ReadMember(ref reader, ref usage, ref document);
            }

            // Past the end of the object only white space may follow: this call finds anything else.
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The kind of a document by its type.</summary>
    internal static MessagesEventKind KindOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("content_block_delta"u8) ? MessagesEventKind.BlockDelta
        : type.SequenceEqual("content_block_start"u8) ? MessagesEventKind.BlockStart
        : type.SequenceEqual("content_block_stop"u8) ? MessagesEventKind.BlockStop
        : type.SequenceEqual("message"u8) ? MessagesEventKind.Message
        : type.SequenceEqual("message_start"u8) ? MessagesEventKind.Start
        : type.SequenceEqual("message_delta"u8) ? MessagesEventKind.MessageDelta
        : type.SequenceEqual("message_stop"u8) ? MessagesEventKind.Stop
        : type.SequenceEqual("ping"u8) ? MessagesEventKind.Ping
        : type.SequenceEqual("error"u8) ? MessagesEventKind.Error
        : MessagesEventKind.Unknown;

    private static void ReadMember(ref Utf8JsonReader reader, ref MessagesUsageCounts usage, ref MessagesDocument document)
    {
        if (JsonText.ValueIs(reader, "type"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                document.Kind = KindOf(reader.ValueSpan);
            }

            reader.Skip();
        }
        else if (JsonText.ValueIs(reader, "delta"u8) || JsonText.ValueIs(reader, "content_block"u8))
        {
            reader.Read();
            ReadBlock(ref reader, ref document);
        }
        else if (JsonText.ValueIs(reader, "usage"u8))
        {
            reader.Read();
            usage.Read(ref reader, isStart: false);
        }
        else if (JsonText.ValueIs(reader, "message"u8))
        {
            reader.Read();
            ReadMessage(ref reader, ref usage, ref document);
        }
        else if (JsonText.ValueIs(reader, "content"u8))
        {
            reader.Read();
            ReadBlocks(ref reader, ref document);
        }
        else if (JsonText.ValueIs(reader, "model"u8))
        {
            ReadModel(ref reader, ref document);
        }
        else if (JsonText.ValueIs(reader, "error"u8))
        {
            reader.Read();
            document.Error = UpstreamErrorReader.ReadValue(ref reader) ?? document.Error;
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>The message at the head of a stream.</summary>
    private static void ReadMessage(ref Utf8JsonReader reader, ref MessagesUsageCounts usage, ref MessagesDocument document)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "model"u8))
            {
                ReadModel(ref reader, ref document);
            }
            else if (JsonText.ValueIs(reader, "usage"u8))
            {
                reader.Read();
                usage.Read(ref reader, isStart: true);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadBlocks(ref Utf8JsonReader reader, ref MessagesDocument document)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        document.HasContentList = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadBlock(ref reader, ref document);
        }
    }

    /// <summary>A block or a piece of one: its text, thinking or input, and whether its type alone says something.</summary>
    private static void ReadBlock(ref Utf8JsonReader reader, ref MessagesDocument document)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var before = document.ContentBytes;
        var speaks = false;
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "text"u8) || JsonText.ValueIs(reader, "partial_json"u8) || JsonText.ValueIs(reader, "thinking"u8))
            {
                document.ContentBytes += DialectJson.ReadTextLength(ref reader);
                continue;
            }

            var isType = JsonText.ValueIs(reader, "type"u8);
            var isInput = JsonText.ValueIs(reader, "input"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                speaks = !JsonText.ValueIs(reader, "text"u8) && !JsonText.ValueIs(reader, "thinking"u8);
            }

            var start = reader.TokenStartIndex;
            reader.Skip();
            document.ContentBytes += isInput ? reader.BytesConsumed - start : 0;
        }

        document.BlockIsContent = speaks || document.ContentBytes > before;
    }

    private static void ReadModel(ref Utf8JsonReader reader, ref MessagesDocument document)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            document.ModelStart = (int)reader.TokenStartIndex;
            document.ModelLength = (int)reader.BytesConsumed - document.ModelStart;
        }

        reader.Skip();
    }
}
