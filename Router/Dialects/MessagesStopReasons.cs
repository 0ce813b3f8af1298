// Why a Messages answer ended.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The rows of mapping 3.1, in both directions.</summary>
internal static class MessagesStopReasons
{
    /// <summary>Reads the end of an answer; false for <c>pause_turn</c>, which only the dialect's own callers can go on from.</summary>
    /// <param name="reason">The words of <c>stop_reason</c>.</param>
    /// <param name="stopSequence">Of <c>stop_sequence</c>, escaped.</param>
    /// <param name="details">The value of <c>stop_details</c>.</param>
    /// <param name="hasCall">There was a call, which wins over whatever is said of a normal end.</param>
    internal static bool TryRead(
        ReadOnlySpan<byte> reason, ReadOnlySpan<byte> stopSequence, ReadOnlySpan<byte> details, bool hasCall, AnswerSource source, out AnswerEnd end)
    {
        var isStop = reason.SequenceEqual("end_turn"u8);
        var isSequence = reason.SequenceEqual("stop_sequence"u8);
        end = new AnswerEnd(
            reason.SequenceEqual("max_tokens"u8) ? FinishReason.Length
            : reason.SequenceEqual("model_context_window_exceeded"u8) ? FinishReason.ContextWindow
            : reason.SequenceEqual("refusal"u8) ? FinishReason.ContentFilter
            : hasCall ? FinishReason.ToolCalls
            : isSequence ? FinishReason.StopSequence
            : FinishReason.Stop);
        if (end.Reason is FinishReason.Stop && !isStop)
        {
            source.Report.Lose(LossRule.AnswerUnknownFinish);
        }
        else if (end.Reason == FinishReason.StopSequence && !stopSequence.IsEmpty)
        {
            end = end with { StopSequence = JsonText.Decode(stopSequence) };
        }
        else if (end.Reason == FinishReason.ContentFilter && !details.IsEmpty)
        {
            end = end with { Explanation = ExplanationIn(details) };
        }

        return !reason.SequenceEqual("pause_turn"u8);
    }

    /// <summary>Writes <c>stop_reason</c> and what belongs to it.</summary>
    /// <param name="hasRefusal">There was a refusal, which Messages has no other place for.</param>
    internal static void Write(JsonOutput json, in AnswerEnd end, bool hasRefusal)
    {
        var isRefusal = end.Reason == FinishReason.ContentFilter || (hasRefusal && end.Reason is FinishReason.Stop or FinishReason.StopSequence);
        json.Word("stop_reason"u8, isRefusal ? "refusal"u8 : end.Reason switch
        {
            FinishReason.Stop => "end_turn"u8,
            FinishReason.StopSequence => "stop_sequence"u8,
            FinishReason.Length => "max_tokens"u8,
            FinishReason.ContextWindow => "model_context_window_exceeded"u8,
            FinishReason.ToolCalls => "tool_use"u8,
            FinishReason.ContentFilter => "refusal"u8,
        });
        json.String("stop_sequence"u8, isRefusal ? null : end.StopSequence);
        if (isRefusal && end.Explanation is not null)
        {
            json.Name("stop_details"u8);
            json.BeginObject();
            json.Word("type"u8, "refusal"u8);
            json.Null("category"u8);
            json.String("explanation"u8, end.Explanation);
            json.EndObject();
        }
    }

    private static string? ExplanationIn(ReadOnlySpan<byte> details)
    {
        var reader = new JsonReader(details);
        string? explanation = null;
        reader.Read();
        while (details[0] == '{' && reader.NextMember())
        {
            if (reader.Is("explanation"u8))
            {
                var text = reader.ReadText();
                explanation = text.IsEmpty ? null : JsonText.Decode(text);
            }
            else
            {
                reader.Skip();
            }
        }

        return explanation;
    }
}
