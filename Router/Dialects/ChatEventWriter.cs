// Writes events as Chat Completions answers.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Streams by <see cref="ChatAnswerWriter"/>; whole bodies from the fold.</summary>
internal sealed class ChatEventWriter : IAnswerWriter
{
    /// <inheritdoc/>
    public IAnswerStreamWriter Open(AnswerContext context, IBufferWriter<byte> output) => new ChatAnswerWriter(context, output);

    /// <inheritdoc/>
    public void Write(AnswerContext context, AnswerFold answer, IBufferWriter<byte> output)
    {
        var json = new JsonOutput(output);
        json.BeginObject();
        ChatAnswerHead.Write(json, context, answer.Start, "chat.completion"u8);
        json.Name("choices"u8);
        json.BeginArray();
        json.BeginObject();
        json.Number("index"u8, 0);
        json.Name("message"u8);
        WriteMessage(json, context, answer);
        WriteLogProbs(json, answer);
        json.Word("finish_reason"u8, ChatAnswerHead.ReasonOf(answer.Finish!.Value.Reason, context.Request.LegacyFunctions));
        json.EndObject();
        json.EndArray();
        json.Name("usage"u8);
        ChatAnswerHead.WriteUsage(json, context, answer.Usage);
        if (answer.Start.ServiceTier is { } tier)
        {
            json.Word("service_tier"u8, TierWords.Of(tier));
        }

        json.EndObject();
    }

    private static void WriteMessage(JsonOutput json, AnswerContext context, AnswerFold answer)
    {
        json.BeginObject();
        json.Word("role"u8, "assistant"u8);
        WriteJoined(json, "content"u8, answer, AnswerPartKind.Text, orNull: true);
        if (answer.Finish is { Explanation: { } explanation } && !answer.Has(AnswerPartKind.Refusal))
        {
            json.String("refusal"u8, explanation);
        }
        else
        {
            WriteJoined(json, "refusal"u8, answer, AnswerPartKind.Refusal, orNull: true);
        }

        WriteJoined(json, "reasoning_content"u8, answer, AnswerPartKind.Reasoning, orNull: false);
        WriteAnnotations(json, answer);
        WriteCalls(json, context, answer);
        json.EndObject();
    }

    private static void WriteJoined(JsonOutput json, ReadOnlySpan<byte> name, AnswerFold answer, AnswerPartKind kind, bool orNull)
    {
        var any = answer.Parts.Any(part => part.Head.Kind == kind && (orNull || !answer.TextOf(part).IsEmpty));
        if (!any)
        {
            if (orNull)
            {
                json.Null(name);
            }

            return;
        }

        json.Name(name);
        json.BeginText();
        foreach (var part in answer.Parts)
        {
            if (part.Head.Kind == kind)
            {
                json.AppendEscaped(answer.TextOf(part));
            }
        }

        json.EndText();
    }

    private static void WriteAnnotations(JsonOutput json, AnswerFold answer)
    {
        if (!answer.Parts.Any(part => part.Citations.Length > 0))
        {
            return;
        }

        json.Name("annotations"u8);
        json.BeginArray();
        var before = 0L;
        foreach (var part in answer.Parts.Where(part => part.Head.Kind == AnswerPartKind.Text))
        {
            var length = TextUnits.Of(answer.TextOf(part), TextForm.Escaped);
            foreach (var citation in part.Citations)
            {
                ChatAnswerHead.WriteCitation(
                    json, citation.Url.Span, citation.Title.Span, before + (citation.Start ?? 0), before + (citation.End ?? length));
            }

            before += length;
        }

        json.EndArray();
    }

    private static void WriteCalls(JsonOutput json, AnswerContext context, AnswerFold answer)
    {
        if (!answer.Has(AnswerPartKind.Call))
        {
            return;
        }

        if (context.Request.LegacyFunctions)
        {
            var first = answer.Parts.First(part => part.Head.Kind == AnswerPartKind.Call);
            json.Name("function_call"u8);
            json.BeginObject();
            json.String("name"u8, first.Head.Tool!.Name);
            json.Name("arguments"u8);
            ToolArguments.WriteAsText(json, answer.TextOf(first), TextForm.Escaped);
            json.EndObject();
            return;
        }

        json.Name("tool_calls"u8);
        json.BeginArray();
        foreach (var part in answer.Parts.Where(part => part.Head.Kind == AnswerPartKind.Call))
        {
            var isCustom = part.Head.Tool!.Kind == ToolKind.Custom;
            json.BeginObject();
            json.String("id"u8, part.Head.CallId);
            json.Word("type"u8, isCustom ? "custom"u8 : "function"u8);
            json.Name(isCustom ? "custom"u8 : "function"u8);
            json.BeginObject();
            json.String("name"u8, part.Head.Tool.Name);
            json.Name(isCustom ? "input"u8 : "arguments"u8);
            if (isCustom)
            {
                json.Escaped(answer.TextOf(part));
            }
            else
            {
                ToolArguments.WriteAsText(json, answer.TextOf(part), TextForm.Escaped);
            }

            json.EndObject();
            json.EndObject();
        }

        json.EndArray();
    }

    private static void WriteLogProbs(JsonOutput json, AnswerFold answer)
    {
        json.Name("logprobs"u8);
        if (!answer.Parts.Any(part => !answer.LogProbsOf(part).IsEmpty))
        {
            json.Null();
            return;
        }

        json.BeginObject();
        json.Name("content"u8);
        json.BeginArray();
        foreach (var part in answer.Parts)
        {
            json.Raw(answer.LogProbsOf(part));
        }

        json.EndArray();
        json.Null("refusal"u8);
        json.EndObject();
    }
}
