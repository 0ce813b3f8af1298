// The ids that a Messages answer creates.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The message, the container that its tools ran in, and the files they wrote there. The service keeps a message only in a thread, which
/// the request alone tells (<see cref="RequestHead.AnswerIsNotKept"/>). What is not JSON creates nothing; finding that out is not this
/// reader's task.
/// </summary>
internal static class MessagesCreatedIds
{
    /// <summary>Reads a whole answer.</summary>
    internal static void ReadAnswer(ReadOnlySpan<byte> body, ref CreatedIds ids)
    {
        try
        {
            var reader = new JsonReader(body);
            if (reader.Read())
            {
                ReadMessage(ref reader, ref ids);
            }
        }
        catch (JsonException)
        {
            // As said above.
        }
    }

    /// <summary>
    /// Reads the data of one event. Only <c>message_start</c>, <c>message_delta</c> and <c>content_block_start</c> say anything; the
    /// others are left at their type.
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
        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                reader.Read();
                if (!SaysAnything(reader))
                {
                    return;
                }
            }
            else if (reader.Is("message"u8) || reader.Is("delta"u8))
            {
                reader.Read();
                ReadMessage(ref reader, ref ids);
            }
            else if (reader.Is("content_block"u8))
            {
                reader.Read();
                ReadBlock(ref reader, ref ids);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static bool SaysAnything(in JsonReader type) => type.TokenType == JsonTokenType.String
        && (type.Is("message_start"u8)
            || type.Is("message_delta"u8)
            || type.Is("content_block_start"u8));

    /// <summary>A message, or what a stream says of it last.</summary>
    private static void ReadMessage(ref JsonReader reader, ref CreatedIds ids)
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
            else if (reader.Is("container"u8))
            {
                reader.Read();
                ids.AddMember(StoredIdKind.Container, ref reader, "id"u8);
            }
            else if (reader.Is("content"u8))
            {
                reader.Read();
                if (reader.Enter(JsonTokenType.StartArray))
                {
                    while (reader.NextElement())
                    {
                        ReadBlock(ref reader, ref ids);
                    }
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>A tool's result is an object with a list of what it put out; of a file it gives the id.</summary>
    private static void ReadBlock(ref JsonReader reader, ref CreatedIds ids)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            var isContent = reader.Is("content"u8);
            reader.Read();
            if (!isContent || !reader.Enter(JsonTokenType.StartObject))
            {
                reader.Skip();
                continue;
            }

            while (reader.NextMember())
            {
                var isOutput = reader.Is("content"u8);
                reader.Read();
                if (!isOutput || !reader.Enter(JsonTokenType.StartArray))
                {
                    reader.Skip();
                    continue;
                }

                while (reader.NextElement())
                {
                    ids.AddMember(StoredIdKind.File, ref reader, "file_id"u8);
                }
            }
        }
    }
}
