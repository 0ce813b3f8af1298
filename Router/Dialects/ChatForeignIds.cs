// The ids in a Chat Completions request that name what a provider keeps.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The file ids of content parts: <c>file.file_id</c>, and <c>file_id</c> in the part itself as one vendor has it; and the spoken answer that an
/// assistant's message stands for (<c>audio.id</c>).
/// </summary>
internal static class ChatForeignIds
{
    /// <summary>False with an error when there are too many.</summary>
    internal static bool TryRead(in RequestMembers members, ref RouterError? error, out IReadOnlyList<ForeignId> ids)
    {
        var walk = default(ForeignIdWalk);
        foreach (var member in members.All)
        {
            if (member.IsNamedInAnyCase(members.Body, "messages"u8) && MayHold(member.ValueIn(members.Body)))
            {
                var reader = walk.Begin(members, member);
                ReadMessages(ref reader, ref walk);
            }
        }

        return walk.Complete(ref error, out ids);
    }

    private static bool MayHold(ReadOnlySpan<byte> json) => ForeignIdWalk.HasPlainName(json, "audio\""u8) || ForeignIdWalk.MayName(json, "file_id"u8);

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
                if (reader.IsInAnyCase("audio"u8))
                {
                    reader.Read();
                    walk.AddOrMember(StoredIdKind.Response, ref reader, "id"u8);
                    continue;
                }

                if (!reader.IsInAnyCase("content"u8))
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
            if (reader.IsInAnyCase("file"u8))
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
