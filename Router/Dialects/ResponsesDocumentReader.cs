// Reads one JSON document of the Responses dialect, a whole answer or one event, in one pass.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Takes what vendors vary without complaint; allocates only for an error.</summary>
internal static class ResponsesDocumentReader
{
    /// <returns>False when <paramref name="json"/> is not one whole JSON object; what half of one counted is not counted.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> json, ref OpenAIUsageCounts usage, out ResponsesDocument document)
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

            ReadMembers(ref reader, ref counts, ref document);

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

    /// <summary>The kind of an event by its type.</summary>
    internal static ResponsesEventKind KindOf(ReadOnlySpan<byte> type)
    {
        if (type.SequenceEqual("error"u8))
        {
            return ResponsesEventKind.Error;
        }

        const int prefix = 9;
        if (!type.StartsWith("response."u8))
        {
            return type.SequenceEqual("keepalive"u8) ? ResponsesEventKind.Preamble : ResponsesEventKind.Unknown;
        }

        var name = type[prefix..];
        return name.SequenceEqual("created"u8) || name.SequenceEqual("in_progress"u8) || name.SequenceEqual("queued"u8)
            || name.SequenceEqual("content_part.added"u8) || name.SequenceEqual("reasoning_summary_part.added"u8) ? ResponsesEventKind.Preamble
            : name.SequenceEqual("output_item.added"u8) ? ResponsesEventKind.ItemAdded
            : name.SequenceEqual("completed"u8) || name.SequenceEqual("incomplete"u8) ? ResponsesEventKind.End
            : name.SequenceEqual("failed"u8) ? ResponsesEventKind.Failed
            : ResponsesEventKind.Content;
    }

    /// <summary>The members of an event and of a response object; one stands inside the other and no name means two things.</summary>
    private static void ReadMembers(ref JsonReader reader, ref OpenAIUsageCounts usage, ref ResponsesDocument document)
    {
        while (reader.NextMember())
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
            else if (reader.Is("delta"u8))
            {
                document.ContentBytes += reader.ReadText().Length;
            }
            else if (reader.Is("response"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    var kind = document.Kind;
                    ReadMembers(ref reader, ref usage, ref document);
                    document.Kind = kind == ResponsesEventKind.Unknown ? document.Kind : kind;
                    document.HasResponse = true;
                }

                reader.Skip();
            }
            else if (reader.Is("item"u8))
            {
                reader.Read();
                ReadItem(ref reader, ref document);
            }
            else
            {
                ReadResponseMember(ref reader, ref usage, ref document);
            }
        }
    }

    private static void ReadResponseMember(ref JsonReader reader, ref OpenAIUsageCounts usage, ref ResponsesDocument document)
    {
        if (reader.Is("usage"u8))
        {
            reader.Read();
            usage.Read(ref reader);
        }
        else if (reader.Is("model"u8))
        {
            (document.ModelStart, document.ModelLength) = ReadPlace(ref reader);
        }
        else if (reader.Is("id"u8))
        {
            (document.IdStart, document.IdLength) = ReadPlace(ref reader);
        }
        else if (reader.Is("created_at"u8))
        {
            long? seconds = null;
            UsageNumbers.Read(ref reader, ref seconds);
            document.CreatedAt = seconds ?? 0;
        }
        else if (reader.Is("error"u8))
        {
            reader.Read();
            document.Error = UpstreamErrorReader.ReadValue(ref reader) ?? document.Error;
        }
        else if (reader.Is("status"u8))
        {
            reader.Read();
            document.IsFailed = reader.TokenType == JsonTokenType.String && reader.Is("failed"u8);
            reader.Skip();
        }
        else if (reader.Is("store"u8))
        {
            reader.Read();
            document.IsNotKept |= reader.TokenType == JsonTokenType.False;
            reader.Skip();
        }
        else if (reader.Is("output"u8))
        {
            reader.Read();
            document.HasResponse |= reader.TokenType == JsonTokenType.StartArray;
            document.ContentBytes += TextOf(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>An item that begins: a message and a piece of reasoning say nothing yet.</summary>
    private static void ReadItem(ref JsonReader reader, ref ResponsesDocument document)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        document.ItemIsContent = true;
        while (reader.NextMember())
        {
            var isType = reader.Is("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                document.ItemIsContent = !reader.Is("message"u8) && !reader.Is("reasoning"u8);
            }

            reader.Skip();
        }
    }

    /// <summary>Bytes of all text, arguments and reasoning in an output.</summary>
    private static long TextOf(ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return 0;
        }

        var bytes = 0L;
        var outer = reader.Depth;
        while (reader.Read() && reader.Depth > outer)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.Is("text"u8) || reader.Is("arguments"u8) || reader.Is("refusal"u8)
                || reader.Is("input"u8))
            {
                bytes += reader.ReadText().Length;
            }
        }

        return bytes;
    }

    private static (int Start, int Length) ReadPlace(ref JsonReader reader)
    {
        reader.Read();
        var start = reader.TokenStart;
        var length = reader.TokenType == JsonTokenType.String ? reader.Position - start : 0;
        reader.Skip();
        return (start, length);
    }
}
