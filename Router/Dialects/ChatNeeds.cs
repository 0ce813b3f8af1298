// What a Chat Completions request asks of a model beyond text.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A member at its default is no need.</summary>
internal static class ChatNeeds
{
    internal static RequestNeeds Of(ReadOnlySpan<byte> body, in ChatMembers members, in ChatMedia media)
    {
        var needs = RequestNeeds.None;
        if (HasElements(body, members.Tools) || HasElements(body, members.Functions))
        {
            needs |= RequestNeeds.Tools;
            if (members.ParallelToolCalls?.Kind == JsonTokenType.True)
            {
                needs |= RequestNeeds.ParallelTools;
            }
        }

        if (media.ImageCount > 0)
        {
            needs |= RequestNeeds.Images;
        }

        if (media.HasDocument)
        {
            needs |= RequestNeeds.Documents;
        }

        if (WantsSchema(body, members.ResponseFormat))
        {
            needs |= RequestNeeds.StructuredOutputs;
        }

        if (members.ReasoningEffort is { Kind: JsonTokenType.String } effort && !effort.ValueIn(body).SequenceEqual("\"none\""u8))
        {
            needs |= RequestNeeds.Reasoning;
        }

        return needs;
    }

    private static bool HasElements(ReadOnlySpan<byte> body, TopLevelMember? member) =>
        member is { Kind: JsonTokenType.StartArray } array && array.ValueIn(body)[1..^1].IndexOfAnyExcept(" \t\r\n"u8) >= 0;

    private static bool WantsSchema(ReadOnlySpan<byte> body, TopLevelMember? format)
    {
        if (format is not { Kind: JsonTokenType.StartObject })
        {
            return false;
        }

        var reader = ChatJson.Reader(format.Value.ValueIn(body));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var isType = JsonText.ValueIs(reader, "type"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String)
                {
                    return JsonText.ValueIs(reader, "json_schema"u8);
                }

                reader.Skip();
            }
        }

        return false;
    }
}
