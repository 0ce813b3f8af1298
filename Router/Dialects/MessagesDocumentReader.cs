// Reads one JSON document of the Messages dialect, a whole answer or one event, in one pass.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Takes what vendors vary without complaint; allocates only for an error.</summary>
internal static class MessagesDocumentReader
{
    /// <returns>False when <paramref name="json"/> is not one whole JSON object; what half of one counted is not counted.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> json, ref MessagesUsageCounts usage, out MessagesDocument document)
    {
        document = default;
        if (json.IsEmpty)
        {
            return false;
        }

        try
        {
            var counts = usage;
            var reader = new JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.NextMember())
            {
                ReadMember(ref reader, ref counts, ref document);
            }

            // Past the end of the object only white space may follow: this call finds anything else.
            var isWhole = !reader.Read();
            usage = isWhole ? counts : usage;
            return isWhole;
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

    private static void ReadMember(ref JsonReader reader, ref MessagesUsageCounts usage, ref MessagesDocument document)
    {
        if (reader.Is("type"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                document.Kind = KindOf(reader.ValueSpan);
            }

            reader.Skip();
        }
        else if (reader.Is("delta"u8) || reader.Is("content_block"u8))
        {
            reader.Read();
            ReadBlock(ref reader, ref document);
        }
        else if (reader.Is("usage"u8))
        {
            reader.Read();
            usage.Read(ref reader, isStart: false);
        }
        else if (reader.Is("message"u8))
        {
            reader.Read();
            ReadMessage(ref reader, ref usage, ref document);
        }
        else if (reader.Is("content"u8))
        {
            reader.Read();
            ReadBlocks(ref reader, ref document);
        }
        else if (reader.Is("model"u8))
        {
            ReadModel(ref reader, ref document);
        }
        else if (reader.Is("error"u8))
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
    private static void ReadMessage(ref JsonReader reader, ref MessagesUsageCounts usage, ref MessagesDocument document)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("model"u8))
            {
                ReadModel(ref reader, ref document);
            }
            else if (reader.Is("usage"u8))
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

    private static void ReadBlocks(ref JsonReader reader, ref MessagesDocument document)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return;
        }

        document.HasContentList = true;
        while (reader.NextElement())
        {
            ReadBlock(ref reader, ref document);
        }
    }

    /// <summary>A block or a piece of one: its text, thinking or input, and whether its type alone says something.</summary>
    private static void ReadBlock(ref JsonReader reader, ref MessagesDocument document)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        var before = document.ContentBytes;
        var speaks = false;
        while (reader.NextMember())
        {
            if (reader.Is("text"u8) || reader.Is("partial_json"u8) || reader.Is("thinking"u8))
            {
                document.ContentBytes += reader.ReadText().Length;
                continue;
            }

            var isType = reader.Is("type"u8);
            var isInput = reader.Is("input"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                speaks = !reader.Is("text"u8) && !reader.Is("thinking"u8);
            }

            var start = reader.TokenStart;
            reader.Skip();
            document.ContentBytes += isInput ? reader.Position - start : 0;
        }

        document.BlockIsContent = speaks || document.ContentBytes > before;
    }

    private static void ReadModel(ref JsonReader reader, ref MessagesDocument document)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            document.ModelStart = reader.TokenStart;
            document.ModelLength = reader.Position - document.ModelStart;
        }

        reader.Skip();
    }
}
