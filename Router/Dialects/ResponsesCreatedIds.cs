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
    /// <summary>
    /// True when the answer or event may create any. Of an answer that is not kept only what its tools made counts, and its conversation;
    /// where none of their names stands, as with every agent that keeps its conversation itself, nothing need be read. A name written with
    /// escapes is not found: its id is not recorded, and so refused when it comes back.
    /// </summary>
    internal static bool MayBeIn(ReadOnlySpan<byte> json, bool isNotKept) =>
        !isNotKept || json.IndexOf("\"container_id\""u8) >= 0 || json.IndexOf("\"file_id\""u8) >= 0 || json.IndexOf("\"conversation\""u8) >= 0;

    /// <summary>Reads a whole answer.</summary>
    internal static void ReadAnswer(ReadOnlySpan<byte> body, ref CreatedIds ids)
    {
        try
        {
            var reader = new JsonReader(body);
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
            var reader = new JsonReader(data);
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

    private static void ReadEvent(ref JsonReader reader, ref CreatedIds ids)
    {
        // Where the type comes first, as it does, the large rest is read once.
        JsonReader response = default, item = default;
        bool isKnown = false, hasResponse = false, hasItem = false;
        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                reader.Read();
                isKnown = true;
                if (!SaysAnything(reader))
                {
                    return;
                }
            }
            else if (reader.Is("response"u8))
            {
                reader.Read();
                if (isKnown)
                {
                    ReadResponse(ref reader, ref ids);
                }
                else
                {
                    response = reader;
                    hasResponse = true;
                }
            }
            else if (reader.Is("item"u8))
            {
                reader.Read();
                if (isKnown)
                {
                    ReadItem(ref reader, ref ids);
                }
                else
                {
                    item = reader;
                    hasItem = true;
                }
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

    private static bool SaysAnything(in JsonReader type) => type.TokenType == JsonTokenType.String
        && (type.Is("response.output_item.done"u8)
            || type.Is("response.created"u8)
            || type.Is("response.completed"u8)
            || type.Is("response.incomplete"u8)
            || type.Is("response.failed"u8));

    private static void ReadResponse(ref JsonReader reader, ref CreatedIds ids)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("id"u8))
            {
                reader.Read();
                ids.Add(StoredIdKind.Response, ref reader);
            }
            else if (reader.Is("store"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.False)
                {
                    ids.AnswerIsNotKept();
                }

                reader.Skip();
            }
            else if (reader.Is("conversation"u8))
            {
                reader.Read();
                ids.AddMember(StoredIdKind.Conversation, ref reader, "id"u8);
            }
            else if (reader.Is("output"u8))
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

    private static void ReadItems(ref JsonReader reader, ref CreatedIds ids)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.NextElement())
        {
            ReadItem(ref reader, ref ids);
        }
    }

    private static void ReadItem(ref JsonReader reader, ref CreatedIds ids)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("id"u8))
            {
                reader.Read();
                ids.Add(StoredIdKind.Item, ref reader);
            }
            else if (reader.Is("container_id"u8))
            {
                reader.Read();
                ids.Add(StoredIdKind.Container, ref reader);
            }
            else if (reader.Is("environment"u8))
            {
                reader.Read();
                ids.AddMember(StoredIdKind.Container, ref reader, "container_id"u8);
            }
            else if (reader.Is("content"u8))
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

    private static void ReadParts(ref JsonReader reader, ref CreatedIds ids)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.NextElement())
        {
            if (!reader.Enter(JsonTokenType.StartObject))
            {
                continue;
            }

            while (reader.NextMember())
            {
                var isAnnotations = reader.Is("annotations"u8);
                reader.Read();
                if (!isAnnotations || !reader.Enter(JsonTokenType.StartArray))
                {
                    reader.Skip();
                    continue;
                }

                while (reader.NextElement())
                {
                    ReadAnnotation(ref reader, ref ids);
                }
            }
        }
    }

    /// <summary>Files that a tool wrote. One that a search found was there before, and is not the caller's for having been cited.</summary>
    private static void ReadAnnotation(ref JsonReader reader, ref CreatedIds ids)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        // The type may come last, so what it decides on is gathered first.
        var (written, isWritten) = (default(CreatedIds), false);
        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                reader.Read();
                isWritten |= reader.TokenType == JsonTokenType.String
                    && (reader.Is("container_file_citation"u8) || reader.Is("file_path"u8));
                reader.Skip();
            }
            else if (reader.Is("file_id"u8))
            {
                reader.Read();
                written.Add(StoredIdKind.File, ref reader);
            }
            else if (reader.Is("container_id"u8))
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
