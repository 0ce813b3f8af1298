// Reads one JSON document of the chat dialect, a whole answer or one chunk, in one pass.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Takes every vendor's variations without complaint (mapping 4.2); allocates only for an error.</summary>
internal static class ChatDocumentReader
{
    /// <returns>False when <paramref name="json"/> is not one whole JSON object; what half of one counted is not counted.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> json, ref OpenAIUsageCounts usage, out ChatDocument document)
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
            var isWhole = reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && ReadRoot(ref reader, json, ref counts, ref document);
            usage = isWhole ? counts : usage;
            return isWhole;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool ReadRoot(ref JsonReader reader, ReadOnlySpan<byte> json, ref OpenAIUsageCounts usage, ref ChatDocument document)
    {
        var isErrorObject = false;
        while (reader.NextMember())
        {
            document.LastStart = 0;
            if (reader.Is("choices"u8))
            {
                reader.Read();
                ReadChoices(ref reader, ref usage, ref document);
            }
            else if (reader.Is("usage"u8))
            {
                reader.Read();
                document.HasUsage |= reader.TokenType == JsonTokenType.StartObject;
                usage.Read(ref reader);
            }
            else if (reader.Is("model"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    document.ModelStart = reader.TokenStart;
                    document.ModelLength = reader.Position - document.ModelStart;
                }

                reader.Skip();
            }
            else if (reader.Is("error"u8))
            {
                reader.Read();
                document.Error = UpstreamErrorReader.ReadValue(ref reader) ?? document.Error;
            }
            else if (reader.Is("x_groq"u8))
            {
                document.Error = GroqMember.Read(ref reader, ref usage) ?? document.Error;
            }
            else if (reader.Is("object"u8))
            {
                reader.Read();
                isErrorObject = reader.TokenType == JsonTokenType.String && reader.Is("error"u8);
                reader.Skip();
            }
            else
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    document.LastStart = reader.TokenStart + 1;
                    document.LastLength = reader.ValueSpan.Length;
                }

                reader.Skip();
            }
        }

        // Past the end of the object only white space may follow: this call finds anything else.
        var isAll = !reader.Read();
        if (isErrorObject && !document.HasChoices)
        {
            document.Error ??= UpstreamErrorReader.ReadDocument(json);
        }

        return isAll;
    }

    private static void ReadChoices(ref JsonReader reader, ref OpenAIUsageCounts usage, ref ChatDocument document)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return;
        }

        document.HasChoices = true;
        while (reader.NextElement())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadChoice(ref reader, ref usage, ref document);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadChoice(ref JsonReader reader, ref OpenAIUsageCounts usage, ref ChatDocument document)
    {
        var index = 0;
        var isFinished = false;
        ReadOnlySpan<byte> finish = default;
        UpstreamErrorFacts? error = null;
        while (reader.NextMember())
        {
            if (reader.Is("delta"u8) || reader.Is("message"u8))
            {
                reader.Read();
                ReadContent(ref reader, ref document);
            }
            else if (reader.Is("finish_reason"u8))
            {
                reader.Read();
                finish = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
                isFinished = finish.Length > 0;
                reader.Skip();
            }
            else if (reader.Is("error"u8))
            {
                reader.Read();
                error = UpstreamErrorReader.ReadValue(ref reader);
            }
            else if (reader.Is("index"u8))
            {
                reader.Read();
                index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? Math.Clamp(number, 0, 127) : 0;
                reader.Skip();
            }
            else if (reader.Is("usage"u8))
            {
                // One vendor's place for it; it rides on the finishing choice.
                reader.Read();
                document.HasUsage |= reader.TokenType == JsonTokenType.StartObject;
                usage.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        document.Choices |= UInt128.One << index;
        document.Finished |= isFinished ? UInt128.One << index : UInt128.Zero;
        document.HasContent |= isFinished;
        document.Error = ChatFinishWords.FailureOf(finish, error) ?? document.Error;
    }

    /// <summary>A message or a delta: all of its strings are content but for its role and the ids and types of calls.</summary>
    private static void ReadContent(ref JsonReader reader, ref ChatDocument document)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            var isContent = reader.Is("content"u8)
                || reader.Is("reasoning_content"u8)
                || reader.Is("reasoning"u8)
                || reader.Is("refusal"u8);
            var isCall = !isContent
                && (reader.Is("tool_calls"u8) || reader.Is("function_call"u8) || reader.Is("audio"u8));
            if (isContent || isCall)
            {
                var isAudio = isCall && reader.Is("audio"u8);
                reader.Read();
                if (isAudio)
                {
                    NoteAudio(reader, ref document);
                }

                ReadStrings(ref reader, isCall, ref document);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void NoteAudio(JsonReader audio, ref ChatDocument document)
    {
        var created = document.Created;
        created.AddMember(StoredIdKind.Response, ref audio, "id"u8);
        document.Created = created;
    }

    private static void ReadStrings(ref JsonReader reader, bool isCall, ref ChatDocument document)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            Count(reader, ref document);
            return;
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var outer = reader.Depth;
        var isText = !isCall;
        while (reader.Read() && reader.Depth > outer)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    isText = reader.Is("text"u8) || reader.Is("arguments"u8)
                        || reader.Is("input"u8) || reader.Is("name"u8)
                        || reader.Is("transcript"u8);
                    document.HasContent |= isCall;
                    break;
                case JsonTokenType.String when isText:
                    Count(reader, ref document);
                    break;
            }
        }
    }

    private static void Count(in JsonReader text, ref ChatDocument document)
    {
        if (text.ValueSpan.Length > 0)
        {
            document.HasContent = true;
            document.ContentBytes += text.ValueSpan.Length;
            document.ContentStrings++;
            document.ContentStart = text.TokenStart + 1;
        }
    }
}
