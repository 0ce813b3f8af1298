// Reads the head of a Messages request.
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

/// <summary>The members that the router looks at; everything else is the provider's. Also of a request to count tokens.</summary>
internal static class MessagesRequestReader
{
    internal static RequestHead? Read(ReadOnlySpan<byte> body, out RouterError? error)
    {
        if (!RequestMembers.TryScan(body, out var members, out error))
        {
            return null;
        }

        var named = members["model"u8];
        var streamed = members["stream"u8];
        var messages = members["messages"u8];
        var model = members.ReadModel(named, ref error);
        if (model is null
            || !RequestMembers.IsBooleanOrAbsent(streamed, "stream", ref error)
            || !RequestMembers.IsArray(messages, "messages", ref error)
            || !members.TryReadCount(members["max_tokens"u8], "max_tokens", ref error, out var limit)
            || !MessagesForeignIds.TryRead(members, ref error, out var foreignIds))
        {
            return null;
        }

        var sealedReasoning = ReasoningEdits.Sealed(body, messages);
        var media = MessagesMedia.Of(messages!.Value.ValueIn(body));
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
            AnswerIsNotKept = members["thread"u8] is null or { Kind: JsonTokenType.Null },
            CallerWantsUsage = true,
            FixedEdits = sealedReasoning,
            LeavesOutReasoning = sealedReasoning.Count > 0,
        };
    }

    /// <summary>Adaptive thinking, which agents ask for in every request, leaves it to the model, so it is no need.</summary>
    private static RequestNeeds NeedsOf(in RequestMembers members, in MediaFacts media)
    {
        var needs = ChatNeeds.NeedsOf(media);
        if (members.HasElements(members["tools"u8]))
        {
            needs |= RequestNeeds.Tools;
        }

        if (members.TextAt(members["output_config"u8], "format"u8, "type"u8).SequenceEqual("json_schema"u8)
            || members.TextAt(members["output_format"u8], "type"u8).SequenceEqual("json_schema"u8))
        {
            needs |= RequestNeeds.StructuredOutputs;
        }

        return members.TextAt(members["thinking"u8], "type"u8).SequenceEqual("enabled"u8) ? needs | RequestNeeds.Reasoning : needs;
    }
}
