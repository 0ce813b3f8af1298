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
        var isOpen = false;
        foreach (ref readonly var part in answer.Parts)
        {
            if (part.Head.Kind != kind || (!orNull && answer.TextOf(part).IsEmpty))
            {
                continue;
            }

            if (!isOpen)
            {
                json.Name(name);
                json.BeginText();
                isOpen = true;
            }

            json.AppendEscaped(answer.TextOf(part));
        }

        if (isOpen)
        {
            json.EndText();
        }
        else if (orNull)
        {
            json.Null(name);
        }
    }

    private static void WriteAnnotations(JsonOutput json, AnswerFold answer)
    {
        if (!answer.HasCitations)
        {
            return;
        }

        json.Name("annotations"u8);
        json.BeginArray();
        var before = 0L;
        foreach (ref readonly var part in answer.Parts)
        {
            if (part.Head.Kind != AnswerPartKind.Text)
            {
                continue;
            }

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
            // There is room for one.
            var at = 0;
            while (answer.Parts[at].Head.Kind != AnswerPartKind.Call)
            {
                at++;
            }

            json.Name("function_call"u8);
            WriteFunction(json, answer.Parts[at].Head.Tool!, answer.TextOf(answer.Parts[at]));
            return;
        }

        json.Name("tool_calls"u8);
        json.BeginArray();
        foreach (ref readonly var part in answer.Parts)
        {
            if (part.Head.Kind == AnswerPartKind.Call)
            {
                WriteCall(json, part.Head, answer.TextOf(part));
            }
        }

        json.EndArray();
    }

    private static void WriteCall(JsonOutput json, in AnswerPart call, ReadOnlySpan<byte> input)
    {
        json.BeginObject();
        json.String("id"u8, call.CallId);
        if (call.Tool!.Kind == ToolKind.Custom)
        {
            json.Word("type"u8, "custom"u8);
            json.Name("custom"u8);
            json.BeginObject();
            json.String("name"u8, call.Tool.Name);
            json.Name("input"u8);
            json.Escaped(input);
            json.EndObject();
        }
        else
        {
            json.Word("type"u8, "function"u8);
            json.Name("function"u8);
            WriteFunction(json, call.Tool, input);
        }

        json.EndObject();
    }

    private static void WriteFunction(JsonOutput json, ToolReference tool, ReadOnlySpan<byte> arguments)
    {
        json.BeginObject();
        json.String("name"u8, tool.Name);
        json.Name("arguments"u8);
        ToolArguments.WriteAsText(json, arguments, TextForm.Escaped);
        json.EndObject();
    }

    private static void WriteLogProbs(JsonOutput json, AnswerFold answer)
    {
        json.Name("logprobs"u8);
        var isOpen = false;
        foreach (ref readonly var part in answer.Parts)
        {
            var logProbs = answer.LogProbsOf(part);
            if (logProbs.IsEmpty)
            {
                continue;
            }

            if (!isOpen)
            {
                json.BeginObject();
                json.Name("content"u8);
                json.BeginArray();
                isOpen = true;
            }

            json.Raw(logProbs);
        }

        if (!isOpen)
        {
            json.Null();
            return;
        }

        json.EndArray();
        json.Null("refusal"u8);
        json.EndObject();
    }
}
