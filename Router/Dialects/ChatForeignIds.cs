// The ids in a Chat Completions request that name what a provider keeps.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The file ids of content parts: <c>file.file_id</c>, and <c>file_id</c> in the part itself as one vendor has it.</summary>
internal static class ChatForeignIds
{
    /// <summary>False with an error when there are too many.</summary>
    internal static bool TryRead(in RequestMembers members, ref RouterError? error, out IReadOnlyList<ForeignId> ids)
    {
        var walk = default(ForeignIdWalk);
        if (members["messages"u8] is { } messages && ForeignIdWalk.MayName(messages.ValueIn(members.Body), "file_id"u8))
        {
            var reader = walk.Begin(members, messages);
            ReadMessages(ref reader, ref walk);
        }

        return walk.Complete(ref error, out ids);
    }

    private static void ReadMessages(ref Utf8JsonReader reader, ref ForeignIdWalk walk)
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
                if (!JsonText.ValueIs(reader, "content"u8))
                {
                    reader.Skip();
                    continue;
                }

                reader.Read();
                if (DialectJson.Enter(ref reader, JsonTokenType.StartArray))
                {
                    while (DialectJson.NextElement(ref reader))
                    {
                        ReadPart(ref reader, ref walk);
                    }
                }
            }
        }
    }

    private static void ReadPart(ref Utf8JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!DialectJson.Enter(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (DialectJson.NextMember(ref reader))
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
