// Reads the head of a Chat Completions request.
using System.Buffers.Text;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Checks only what the router itself relies on; whether the rest is right is for the provider to say, in its own words.
/// </summary>
internal static class ChatRequestReader
{
    internal static RequestHead? Read(ReadOnlySpan<byte> body, out RouterError? error)
    {
        var members = new List<TopLevelMember>(16);
        if (!JsonDocumentScan.TryScan(body, members, out var fault))
        {
            error = BodyFaults.Of(fault, body);
            return null;
        }

        var found = new ChatMembers(body, members);
        var model = ReadModel(body, found.Model, out error);
        if (model is null
            || !IsBooleanOrAbsent(found.Stream, "stream", ref error)
            || !IsMessages(found.Messages, ref error)
            || !TryReadCount(body, found.MaxCompletionTokens, "max_completion_tokens", ref error, out var limit)
            || !TryReadCount(body, found.MaxTokens, "max_tokens", ref error, out var olderLimit)
            || !TryReadCount(body, found.AnswerCount, "n", ref error, out var answers)
            || !ChatStreamOptions.TryRead(body, found.StreamOptions, ref error, out var wantsUsage))
        {
            return null;
        }

        var stream = found.Stream?.Kind == JsonTokenType.True;
        var media = ChatMedia.Of(found.Messages!.Value.ValueIn(body));
        return new RequestHead
        {
            Dialect = Dialect.OpenAIChat,
            Model = model,
            ModelStart = found.Model!.Value.ValueStart,
            ModelLength = found.Model.Value.ValueLength,
            Stream = stream,
            OutputLimit = (limit ?? olderLimit) is > 0 and var most ? most : null,
            AnswerCount = (int)Math.Clamp(answers ?? 1, 1, int.MaxValue),
            Needs = ChatNeeds.Of(body, found, media),
            TextBytes = body.Length - media.ImageBytes - media.DocumentBytes,
            DocumentBytes = media.DocumentBytes,
            ImageCount = media.ImageCount,
            CallerWantsUsage = wantsUsage,
            FixedEdits = stream ? ChatStreamOptions.UsageEdits(body, found.StreamOptions, found.Stream!.Value) : [],
        };
    }

    private static string? ReadModel(ReadOnlySpan<byte> body, TopLevelMember? member, out RouterError? error)
    {
        error = null;
        if (member is { Kind: JsonTokenType.String } text)
        {
            var model = JsonText.Decode(text.ValueIn(body)[1..^1]);
            if (model.Length > 0 && JsonText.IsWellFormed(model))
            {
                return model;
            }

            error = model.Length > 0 ? BodyFaults.Invalid("'model' is not well-formed text.", "model") : null;
        }
        else if (member is { Kind: not JsonTokenType.Null })
        {
            error = BodyFaults.Invalid("'model' must be a string.", "model");
        }

        error ??= new RouterError(ErrorCode.MissingModel, "The body names no model.") { Param = "model" };
        return null;
    }

    private static bool IsBooleanOrAbsent(TopLevelMember? member, string name, ref RouterError? error)
    {
        if (member is null or { Kind: JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null })
        {
            return true;
        }

        error = BodyFaults.Invalid($"'{name}' must be true or false.", name);
        return false;
    }

    private static bool IsMessages(TopLevelMember? member, ref RouterError? error)
    {
        if (member is { Kind: JsonTokenType.StartArray })
        {
            return true;
        }

        error = BodyFaults.Invalid(member is null ? "'messages' is missing." : "'messages' must be an array.", "messages");
        return false;
    }

    /// <summary>
    /// A whole number; absent and null are null. 0 goes through, for the provider to refuse in its own words, and is no limit here
    /// because some read it as none.
    /// </summary>
    private static bool TryReadCount(ReadOnlySpan<byte> body, TopLevelMember? member, string name, ref RouterError? error, out long? count)
    {
        count = null;
        if (member is null or { Kind: JsonTokenType.Null })
        {
            return true;
        }

        var value = member.Value.ValueIn(body);
        if (member.Value.Kind == JsonTokenType.Number && Utf8Parser.TryParse(value, out long number, out var used)
            && used == value.Length && number >= 0)
        {
            count = number;
            return true;
        }

        error = BodyFaults.Invalid($"'{name}' must be a whole number of 0 or more.", name);
        return false;
    }
}
