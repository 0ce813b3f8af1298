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

    private static void ReadMessages(ref JsonReader reader, ref ForeignIdWalk walk)
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
                if (!reader.Is("content"u8))
                {
                    reader.Skip();
                    continue;
                }

                reader.Read();
                if (reader.Enter(JsonTokenType.StartArray))
                {
                    while (reader.NextElement())
                    {
                        ReadPart(ref reader, ref walk);
                    }
                }
            }
        }
    }

    private static void ReadPart(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("file"u8))
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
