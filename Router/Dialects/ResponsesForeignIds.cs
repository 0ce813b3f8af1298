// The ids in a Responses request that name what a provider keeps.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// <c>previous_response_id</c>, <c>conversation</c>, items given by reference, the files of content parts, of tool outputs and of a
/// prompt's variables, the containers and files of tools, and the container of an earlier call, which the service takes up again.
/// </summary>
/// <remarks>
/// An item that stands in the body whole may carry the id it once had; it says what it says by itself and is none of these. File ids in
/// annotations and search results are mentions: the service reads no file for them.
/// </remarks>
internal static class ResponsesForeignIds
{
    /// <summary>False with an error when there are too many.</summary>
    internal static bool TryRead(in RequestMembers members, ref RouterError? error, out IReadOnlyList<ForeignId> ids)
    {
        var walk = default(ForeignIdWalk);
        foreach (var member in members.All)
        {
            if (member.IsNamedInAnyCase(members.Body, "previous_response_id"u8))
            {
                var reader = walk.Begin(members, member);
                walk.Add(StoredIdKind.Response, ref reader);
            }
            else if (member.IsNamedInAnyCase(members.Body, "conversation"u8))
            {
                var reader = walk.Begin(members, member);
                walk.AddOrMember(StoredIdKind.Conversation, ref reader, "id"u8);
            }
            else if (member.IsNamedInAnyCase(members.Body, "input"u8) && MayHoldItems(member.ValueIn(members.Body)))
            {
                var reader = walk.Begin(members, member);
                ReadItems(ref reader, ref walk);
            }
            else if (member.IsNamedInAnyCase(members.Body, "tools"u8) && MayHold(member.ValueIn(members.Body)))
            {
                var reader = walk.Begin(members, member);
                ReadTools(ref reader, ref walk);
            }
            else if (member.IsNamedInAnyCase(members.Body, "prompt"u8) && MayHold(member.ValueIn(members.Body)))
            {
                var reader = walk.Begin(members, member);
                ReadPrompt(ref reader, ref walk);
            }
        }

        return walk.Complete(ref error, out ids);
    }

    private static bool MayHold(ReadOnlySpan<byte> json) => ForeignIdWalk.HasPlainName(json, "container"u8) || ForeignIdWalk.MayName(json, "file_id"u8);

    private static bool MayHoldItems(ReadOnlySpan<byte> json) => ForeignIdWalk.HasPlainName(json, "id\""u8) || MayHold(json);

    private static void ReadItems(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!reader.Enter(JsonTokenType.StartArray))
        {
            return;
        }

        while (reader.NextElement())
        {
            ReadItem(ref reader, ref walk);
        }
    }

    private static void ReadItem(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        JsonReader id = default;
        bool isReference = false, isImage = false, isTyped = false, hasId = false, hasRole = false, hasContent = false, hasResult = false;
        while (reader.NextMember())
        {
            if (reader.IsInAnyCase("id"u8))
            {
                // Which of two a service would take is not known, so both count.
                isReference |= hasId;
                if (hasId)
                {
                    walk.Add(StoredIdKind.Item, ref id);
                }

                reader.Read();
                id = reader;
                hasId = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else if (reader.IsInAnyCase("type"u8))
            {
                // What makes an item no reference counts as every server reads it, in small letters.
                var isPlain = reader.Is("type"u8);
                reader.Read();
                isTyped |= isPlain && reader.TokenType == JsonTokenType.String;
                isReference |= reader.TokenType == JsonTokenType.String && reader.Is("item_reference"u8);
                isImage |= reader.TokenType == JsonTokenType.String && reader.Is("image_generation_call"u8);
                reader.Skip();
            }
            else if (reader.Is("role"u8))
            {
                hasRole |= IsThere(ref reader);
            }
            else if (reader.Is("result"u8))
            {
                hasResult |= IsThere(ref reader);
            }
            else if (reader.IsInAnyCase("content"u8))
            {
                var isPlain = reader.Is("content"u8);
                reader.Read();
                hasContent |= isPlain && reader.TokenType != JsonTokenType.Null;
                ReadParts(ref reader, ref walk);
            }
            else if (reader.IsInAnyCase("output"u8))
            {
                reader.Read();
                ReadParts(ref reader, ref walk);
            }
            else if (reader.IsInAnyCase("tools"u8))
            {
                reader.Read();
                ReadTools(ref reader, ref walk);
            }
            else if (reader.IsInAnyCase("environment"u8))
            {
                reader.Read();
                walk.ReadHolder(ref reader);
            }
            else if (!walk.TryReadOwn(ref reader))
            {
                reader.Skip();
            }
        }

        // A type that is left out means a reference too, unless the rest is a message; and an image without its bytes is one by its id.
        if (hasId && (isReference || (!isTyped && !(hasRole && hasContent)) || (isImage && !hasResult)))
        {
            walk.Add(StoredIdKind.Item, ref id);
        }
    }

    private static bool IsThere(ref JsonReader reader)
    {
        reader.Read();
        var isThere = reader.TokenType != JsonTokenType.Null;
        reader.Skip();
        return isThere;
    }

    /// <summary>A list of content parts, or one alone (a screenshot); a text has none.</summary>
    private static void ReadParts(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.NextElement())
            {
                walk.ReadHolder(ref reader);
            }
        }
        else
        {
            walk.ReadHolder(ref reader);
        }
    }

    private static void ReadTools(ref JsonReader reader, ref ForeignIdWalk walk)
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
                if (reader.IsInAnyCase("container"u8))
                {
                    reader.Read();
                    walk.AddOrMember(StoredIdKind.Container, ref reader, "id"u8);
                }
                else if (reader.IsInAnyCase("environment"u8) || reader.IsInAnyCase("input_image_mask"u8))
                {
                    reader.Read();
                    walk.ReadHolder(ref reader);
                }
                else if (reader.IsInAnyCase("tools"u8))
                {
                    reader.Read();
                    ReadTools(ref reader, ref walk);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadPrompt(ref JsonReader reader, ref ForeignIdWalk walk)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            var isVariables = reader.IsInAnyCase("variables"u8);
            reader.Read();
            if (!isVariables || !reader.Enter(JsonTokenType.StartObject))
            {
                reader.Skip();
                continue;
            }

            while (reader.NextMember())
            {
                reader.Read();
                walk.ReadHolder(ref reader);
            }
        }
    }
}
