// The ids that a Messages answer creates.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The container that its tools ran in, and the files they wrote there. The service keeps no messages, so their ids name nothing. What is
/// not JSON creates nothing; finding that out is not this reader's task.
/// </summary>
internal static class MessagesCreatedIds
{
    /// <summary>Reads a whole answer.</summary>
    internal static void ReadAnswer(ReadOnlySpan<byte> body, ref CreatedIds ids)
    {
        try
        {
            var reader = DialectJson.Reader(body);
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
            else if (JsonText.ValueIs(reader, "message"u8) || JsonText.ValueIs(reader, "delta"u8))
            {
                reader.Read();
                ReadMessage(ref reader, ref ids);
            }
            else if (JsonText.ValueIs(reader, "content_block"u8))
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

    private static bool SaysAnything(in Utf8JsonReader type) => type.TokenType == JsonTokenType.String
        && (JsonText.ValueIs(type, "message_start"u8)
            || JsonText.ValueIs(type, "message_delta"u8)
            || JsonText.ValueIs(type, "content_block_start"u8));

    /// <summary>A message, or what a stream says of it last.</summary>
    private static void ReadMessage(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "container"u8))
            {
                reader.Read();
                ids.AddMember(StoredIdKind.Container, ref reader, "id"u8);
            }
            else if (JsonText.ValueIs(reader, "content"u8))
            {
                reader.Read();
                if (DialectJson.Enter(ref reader, JsonTokenType.StartArray))
                {
                    while (DialectJson.NextElement(ref reader))
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
    private static void ReadBlock(ref Utf8JsonReader reader, ref CreatedIds ids)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (DialectJson.NextMember(ref reader))
        {
            var isContent = JsonText.ValueIs(reader, "content"u8);
            reader.Read();
            if (!isContent || !DialectJson.Enter(ref reader, JsonTokenType.StartObject))
            {
                reader.Skip();
                continue;
            }

            while (DialectJson.NextMember(ref reader))
            {
                var isOutput = JsonText.ValueIs(reader, "content"u8);
                reader.Read();
                if (!isOutput || !DialectJson.Enter(ref reader, JsonTokenType.StartArray))
                {
                    reader.Skip();
                    continue;
                }

                while (DialectJson.NextElement(ref reader))
                {
                    ids.AddMember(StoredIdKind.File, ref reader, "file_id"u8);
                }
            }
        }
    }
}
