// Reads the head of a Responses request.
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

/// <summary>The members that the router looks at; everything else is the provider's.</summary>
internal static class ResponsesRequestReader
{
    internal static RequestHead? Read(ReadOnlySpan<byte> body, out RouterError? error)
    {
        if (!RequestMembers.TryScan(body, out var members, out error))
        {
            return null;
        }

        var named = members["model"u8];
        var streamed = members["stream"u8];
        var input = members["input"u8];
        var model = members.ReadModel(named, ref error);
        if (model is null
            || !RequestMembers.IsBooleanOrAbsent(streamed, "stream", ref error)
            || !RequestMembers.IsBooleanOrAbsent(members["store"u8], "store", ref error)
            || !RequestMembers.IsBooleanOrAbsent(members["background"u8], "background", ref error)
            || !members.TryReadCount(members["max_output_tokens"u8], "max_output_tokens", ref error, out var limit)
            || !ResponsesForeignIds.TryRead(members, ref error, out var foreignIds))
        {
            return null;
        }

        // A stored prompt or an earlier response may stand in for the input.
        if (input is { Kind: not (JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.Null) })
        {
            error = BodyFaults.Invalid("'input' must be a string or an array.", "input");
            return null;
        }

        var sealedReasoning = ReasoningEdits.Sealed(body, input);
        var media = input is { Kind: JsonTokenType.StartArray } items ? ResponsesMedia.Of(items.ValueIn(body)) : default;
        return new RequestHead
        {
            Model = model,
            ModelStart = named!.Value.ValueStart,
            ModelLength = named.Value.ValueLength,
            Stream = streamed?.Kind == JsonTokenType.True,
            OutputLimit = limit is > 0 ? limit : null,
            Needs = NeedsOf(members, media),
            TextBytes = body.Length - media.ImageBytes - media.DocumentBytes,
            DocumentBytes = media.DocumentBytes,
            ImageCount = media.ImageCount,
            HasLinkedDocument = media.HasLinkedDocument,
            ForeignIds = foreignIds,
            AnswerIsNotKept = members["store"u8]?.Kind == JsonTokenType.False,
            CallerWantsUsage = true,
            FixedEdits = sealedReasoning,
            LeavesOutReasoning = sealedReasoning.Count > 0,
        };
    }

    /// <summary>
    /// Calls in parallel are this dialect's default and agents say so in every request, so asking for them is no need of its own.
    /// </summary>
    private static RequestNeeds NeedsOf(in RequestMembers members, in MediaFacts media)
    {
        var needs = ChatNeeds.NeedsOf(media);
        if (members.HasElements(members["tools"u8]))
        {
            needs |= RequestNeeds.Tools;
        }

        if (members.TextAt(members["text"u8], "format"u8, "type"u8).SequenceEqual("json_schema"u8))
        {
            needs |= RequestNeeds.StructuredOutputs;
        }

        var effort = members.TextAt(members["reasoning"u8], "effort"u8);
        return effort.IsEmpty || effort.SequenceEqual("none"u8) ? needs : needs | RequestNeeds.Reasoning;
    }
}
