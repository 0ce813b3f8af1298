// Reads the head of a Chat Completions request.
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

/// <summary>The members that the router looks at; everything else is the provider's.</summary>
internal static class ChatRequestReader
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
        var options = members["stream_options"u8];
        var model = members.ReadModel(named, ref error);
        if (model is null
            || !RequestMembers.IsBooleanOrAbsent(streamed, "stream", ref error)
            || !RequestMembers.IsArray(messages, "messages", ref error)
            || !members.TryReadCount(members["max_completion_tokens"u8], "max_completion_tokens", ref error, out var limit)
            || !members.TryReadCount(members["max_tokens"u8], "max_tokens", ref error, out var olderLimit)
            || !members.TryReadCount(members["n"u8], "n", ref error, out var answers)
            || !ChatStreamOptions.TryRead(body, options, ref error, out var wantsUsage)
            || !ChatForeignIds.TryRead(members, ref error, out var foreignIds))
        {
            return null;
        }

        var stream = streamed?.Kind == JsonTokenType.True;
        var media = ChatMedia.Of(messages!.Value.ValueIn(body));
        return new RequestHead
        {
            Model = model,
            ModelStart = named!.Value.ValueStart,
            ModelLength = named.Value.ValueLength,
            Stream = stream,
            OutputLimit = (limit ?? olderLimit) is > 0 and var most ? most : null,
            AnswerCount = (int)Math.Clamp(answers ?? 1, 1, int.MaxValue),
            Needs = ChatNeeds.Of(members, media),
            TextBytes = body.Length - media.ImageBytes - media.DocumentBytes,
            DocumentBytes = media.DocumentBytes,
            ImageCount = media.ImageCount,
            ForeignIds = foreignIds,
            CallerWantsUsage = wantsUsage,
            FixedEdits = stream ? ChatStreamOptions.UsageEdits(body, options, streamed!.Value) : [],
        };
    }
}
