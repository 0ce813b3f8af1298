// The ids in a Messages request that name what a provider keeps.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// <c>container</c>, the message that a <c>thread</c> goes on from, and the files of blocks: <c>source.file_id</c> at whatever depth
/// blocks hold blocks, and <c>file_id</c> of a <c>container_upload</c>.
/// </summary>
/// <remarks>What a tool of the service put out earlier (an object, not a list of blocks) mentions files and is given back as it came.</remarks>
internal static class MessagesForeignIds
{
    /// <summary>False with an error when there are too many.</summary>
    internal static bool TryRead(in RequestMembers members, ref RouterError? error, out IReadOnlyList<ForeignId> ids)
    {
        var walk = default(ForeignIdWalk);
        foreach (var member in members.All)
        {
            if (member.IsNamedInAnyCase(members.Body, "container"u8))
            {
                var reader = walk.Begin(members, member);
                walk.AddOrMember(StoredIdKind.Container, ref reader, "id"u8);
            }
            else if (member.IsNamedInAnyCase(members.Body, "thread"u8))
            {
                var reader = walk.Begin(members, member);
                walk.AddOrMember(StoredIdKind.Response, ref reader, "previous_message_id"u8);
            }
            else if (member.IsNamedInAnyCase(members.Body, "messages"u8) && MayHold(member.ValueIn(members.Body)))
            {
                var reader = walk.Begin(members, member);
                ReadMessages(ref reader, ref walk);
            }
            else if (member.IsNamedInAnyCase(members.Body, "system"u8) && MayHold(member.ValueIn(members.Body)))
            {
                var reader = walk.Begin(members, member);
                ReadBlocks(ref reader, ref walk);
            }
        }

        return walk.Complete(ref error, out ids);
    }

    private static bool MayHold(ReadOnlySpan<byte> json) => ForeignIdWalk.MayName(json, "file_id"u8);

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
                var isContent = reader.IsInAnyCase("content"u8);
                reader.Read();
                if (isContent)
                {
                    ReadBlocks(ref reader, ref walk);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadBlocks(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.NextElement())
        {
            ReadBlock(ref reader, ref walk);
        }
    }

    /// <summary>A block, or the source of one: both name a file in the same member, and both may hold blocks.</summary>
    private static void ReadBlock(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.IsInAnyCase("content"u8))
            {
                reader.Read();
                ReadBlocks(ref reader, ref walk);
            }
            else if (reader.IsInAnyCase("source"u8))
            {
                reader.Read();
                ReadBlock(ref reader, ref walk);
            }
            else if (!walk.TryReadOwn(ref reader))
            {
                reader.Skip();
            }
        }
    }
}
