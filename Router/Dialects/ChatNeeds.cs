// What a Chat Completions request asks of a model beyond text.
using System.Text.Json;

namespace Router.Dialects;

/// <summary>A member at its default is no need.</summary>
internal static class ChatNeeds
{
    internal static RequestNeeds Of(in RequestMembers members, in MediaFacts media)
    {
        var needs = NeedsOf(media);
        if (members.HasElements(members["tools"u8]) || members.HasElements(members["functions"u8]))
        {
            needs |= RequestNeeds.Tools;
            if (members["parallel_tool_calls"u8]?.Kind == JsonTokenType.True)
            {
                needs |= RequestNeeds.ParallelTools;
            }
        }

        if (members.TextAt(members["response_format"u8], "type"u8).SequenceEqual("json_schema"u8))
        {
            needs |= RequestNeeds.StructuredOutputs;
        }

        if (members["reasoning_effort"u8] is { Kind: JsonTokenType.String } effort
            && !effort.ValueIn(members.Body).SequenceEqual("\"none\""u8))
        {
            needs |= RequestNeeds.Reasoning;
        }

        return needs;
    }

    /// <summary>What images and documents ask for, in every dialect.</summary>
    internal static RequestNeeds NeedsOf(in MediaFacts media) =>
        (media.ImageCount > 0 ? RequestNeeds.Images : RequestNeeds.None)
        | (media.HasDocument ? RequestNeeds.Documents : RequestNeeds.None);
}
