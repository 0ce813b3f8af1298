// The ids in a Chat Completions request that name what a provider keeps.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The file ids of content parts: <c>file.file_id</c>, and <c>file_id</c> in the part itself as one vendor has it.</summary>
internal static class ChatForeignIds
{
    /// <summary>False with an error when there are too many.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> body, in TopLevelMember messages, ref RouterError? error, out IReadOnlyList<ForeignId> ids)
    {
        var walk = default(ForeignIdWalk);
        if (ForeignIdWalk.MayName(messages.ValueIn(body), "file_id"u8))
        {
            var reader = walk.Begin(body, messages);
            ReadMessages(ref reader, ref walk);
        }

        return walk.Complete(ref error, out ids);
    }

    private static void ReadMessages(ref Utf8JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!JsonWalk.Enter(ref reader, JsonTokenType.StartArray))
        {
            return;
        }

        while (JsonWalk.NextElement(ref reader))
        {
            if (!JsonWalk.Enter(ref reader, JsonTokenType.StartObject))
            {
                continue;
            }

            while (JsonWalk.NextMember(ref reader))
            {
                if (!JsonText.ValueIs(reader, "content"u8))
                {
                    reader.Skip();
                    continue;
                }

                reader.Read();
                if (JsonWalk.Enter(ref reader, JsonTokenType.StartArray))
                {
                    while (JsonWalk.NextElement(ref reader))
                    {
                        ReadPart(ref reader, ref walk);
                    }
                }
            }
        }
    }

    private static void ReadPart(ref Utf8JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!JsonWalk.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (JsonWalk.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "file"u8))
            {
                reader.Read();
                walk.ReadHolder(ref reader);
            }
            else if (!walk.TryReadOwn(ref reader))
            {
                reader.Skip();
            }
        }
    }
}
