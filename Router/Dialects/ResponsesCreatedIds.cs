// The ids that a Responses answer creates.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The answer's id, those of its finished items, its conversation, the containers its tools ran in and the files they wrote. What is not
/// JSON creates nothing; finding that out is not this reader's task.
/// </summary>
internal static class ResponsesCreatedIds
{
    /// <summary>Reads a whole answer.</summary>
    internal static void ReadAnswer(ReadOnlySpan<byte> body, ref CreatedIds ids)
    {
        try
        {
            var reader = DialectJson.Reader(body);
            if (reader.Read())
            {
                ReadResponse(ref reader, ref ids);
            }
        }
        catch (JsonException)
        {
            // As said above.
        }
    }

    /// <summary>
    /// Reads the data of one event. Only those that hold the response or a finished item say anything; the others are left at their type.
    /// </summary>
    internal static void ReadEvent(ReadOnlySpan<byte> data, ref CreatedIds ids)
    {
        try
        {
            var reader = DialectJson.Reader(data);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadEvent(ref reader, ref ids);
            }
        }
        catch (JsonException)
        {
            // As said above.
        }
    }

    private static void ReadEvent(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        Utf8JsonReader response = default, item = default;
        bool hasResponse = false, hasItem = false;
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                reader.Read();
                if (!SaysAnything(reader))
                {
                    return;
                }
            }
            else if (JsonText.ValueIs(reader, "response"u8))
            {
                reader.Read();
                response = reader;
                hasResponse = true;
            }
            else if (JsonText.ValueIs(reader, "item"u8))
            {
                reader.Read();
                item = reader;
                hasItem = true;
            }

            reader.Skip();
        }

        if (hasResponse)
        {
            ReadResponse(ref response, ref ids);
        }

        if (hasItem)
        {
            ReadItem(ref item, ref ids);
        }
    }

    private static bool SaysAnything(in Utf8JsonReader type) => type.TokenType == JsonTokenType.String
        && (JsonText.ValueIs(type, "response.output_item.done"u8)
            || JsonText.ValueIs(type, "response.created"u8)
            || JsonText.ValueIs(type, "response.completed"u8)
            || JsonText.ValueIs(type, "response.incomplete"u8)
            || JsonText.ValueIs(type, "response.failed"u8));

    private static void ReadResponse(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "id"u8))
            {
                reader.Read();
                ids.Add(StoredIdKind.Response, ref reader);
            }
            else if (JsonText.ValueIs(reader, "store"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.False)
                {
                    ids.AnswerIsNotKept();
                }

                reader.Skip();
            }
            else if (JsonText.ValueIs(reader, "conversation"u8))
            {
                reader.Read();
                ids.AddMember(StoredIdKind.Conversation, ref reader, "id"u8);
            }
            else if (JsonText.ValueIs(reader, "output"u8))
            {
                reader.Read();
                ReadItems(ref reader, ref ids);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadItems(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartArray))
        {
            return;
        }

        while (DialectJson.NextElement(ref reader))
        {
            ReadItem(ref reader, ref ids);
        }
    }

    private static void ReadItem(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "id"u8))
            {
                reader.Read();
                ids.Add(StoredIdKind.Item, ref reader);
            }
            else if (JsonText.ValueIs(reader, "container_id"u8))
            {
                reader.Read();
                ids.Add(StoredIdKind.Container, ref reader);
            }
            else if (JsonText.ValueIs(reader, "environment"u8))
            {
                reader.Read();
                ids.AddMember(StoredIdKind.Container, ref reader, "container_id"u8);
            }
            else if (JsonText.ValueIs(reader, "content"u8))
            {
                reader.Read();
                ReadParts(ref reader, ref ids);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadParts(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartArray))
        {
            return;
        }

        while (DialectJson.NextElement(ref reader))
        {
            if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
            {
                continue;
            }

            while (DialectJson.NextMember(ref reader))
            {
                var isAnnotations = JsonText.ValueIs(reader, "annotations"u8);
                reader.Read();
                if (!isAnnotations || !DialectJson.Enter(ref reader, JsonTokenType.StartArray))
                {
                    reader.Skip();
                    continue;
                }

                while (DialectJson.NextElement(ref reader))
                {
                    ReadAnnotation(ref reader, ref ids);
                }
            }
        }
    }

    /// <summary>Files that a tool wrote. One that a search found was there before, and is not the caller's for having been cited.</summary>
    private static void ReadAnnotation(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        // The type may come last, so what it decides on is gathered first.
        var (written, isWritten) = (default(CreatedIds), false);
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                reader.Read();
                isWritten |= reader.TokenType == JsonTokenType.String
                    && (JsonText.ValueIs(reader, "container_file_citation"u8) || JsonText.ValueIs(reader, "file_path"u8));
                reader.Skip();
            }
            else if (JsonText.ValueIs(reader, "file_id"u8))
            {
                reader.Read();
                written.Add(StoredIdKind.File, ref reader);
            }
            else if (JsonText.ValueIs(reader, "container_id"u8))
            {
                reader.Read();
                written.Add(StoredIdKind.Container, ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (isWritten)
        {
            ids.Add(written);
        }
    }
}
