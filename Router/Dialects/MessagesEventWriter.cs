// Writes Messages answers from events.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Writes the whole body; streams have a writer of their own.</summary>
internal sealed class MessagesEventWriter : IAnswerWriter
{
    /// <inheritdoc/>
    public IAnswerStreamWriter Open(AnswerContext context, IBufferWriter<byte> output) => new MessagesEventStreamWriter(context, output);

    /// <inheritdoc/>
    public void Write(AnswerContext context, AnswerFold answer, IBufferWriter<byte> output)
    {
        var json = new JsonOutput(output);
        json.BeginObject();
        WriteHead(json, context, answer.Start);
        json.Name("content"u8);
        json.BeginArray();
        foreach (var part in answer.Parts)
        {
            WritePart(json, context, answer, part);
        }

        json.EndArray();
        MessagesStopReasons.Write(json, answer.Finish ?? new AnswerEnd(FinishReason.Stop), answer.Has(AnswerPartKind.Refusal));
        MessagesAnswerUsage.Write(json, MessagesAnswerUsage.KnownOrLost(answer.Usage, context), answer.Start.ServiceTier);
        json.EndObject();
    }

    /// <summary>The members before the content.</summary>
    internal static void WriteHead(JsonOutput json, AnswerContext context, in AnswerStart start)
    {
        json.String("id"u8, "msg_" + context.Seed);
        json.Word("type"u8, "message"u8);
        json.Word("role"u8, "assistant"u8);
        json.String("model"u8, context.ModelOf(start));
    }

    /// <summary>The members of a call before its input.</summary>
    internal static void WriteCallHead(JsonOutput json, in AnswerPart call)
    {
        json.Word("type"u8, "tool_use"u8);
        json.String("id"u8, call.CallId);
        json.String("name"u8, call.Tool!.Name);
        json.Name("caller"u8);
        json.BeginObject();
        json.Word("type"u8, "direct"u8);
        json.EndObject();
    }

    private static void WritePart(JsonOutput json, AnswerContext context, AnswerFold answer, in FoldedPart part)
    {
        var text = answer.TextOf(part);
        switch (part.Head.Kind)
        {
            case AnswerPartKind.Text:
            case AnswerPartKind.Refusal:
                ReportLost(context, part, answer.LogProbsOf(part).IsEmpty);
                if (!text.IsEmpty)
                {
                    json.BeginObject();
                    json.Word("type"u8, "text"u8);
                    json.Word("text"u8, text);
                    json.EndObject();
                }

                break;
            case AnswerPartKind.Reasoning:
                WriteReasoning(json, context, text, answer.KeptOf(part));
                break;
            case AnswerPartKind.Call:
                json.BeginObject();
                WriteCallHead(json, part.Head);
                json.Name("input"u8);
                if (part.Head.Tool!.Kind == ToolKind.Custom)
                {
                    CustomInput.Write(json, text, TextForm.Escaped);
                }
                else if (!ToolArguments.WriteAsObject(json, text, TextForm.Escaped))
                {
                    context.Report.Lose(LossRule.AnswerUnparsedArguments);
                }

                json.EndObject();
                break;
        }
    }

    /// <summary>With something to show a block with the token as its signature, without it a redacted one with the token as its data.</summary>
    private static void WriteReasoning(JsonOutput json, AnswerContext context, ReadOnlySpan<byte> text, ReadOnlySpan<byte> kept)
    {
        var token = kept.IsEmpty ? [] : context.Seal.Seal(context.Origin, kept);
        if (text.IsEmpty && token.Length == 0)
        {
            return;
        }

        json.BeginObject();
        if (text.IsEmpty)
        {
            json.Word("type"u8, "redacted_thinking"u8);
            json.Word("data"u8, token);
        }
        else
        {
            json.Word("type"u8, "thinking"u8);
            json.Word("thinking"u8, text);
            json.Word("signature"u8, token);
        }

        json.EndObject();
    }

    private static void ReportLost(AnswerContext context, in FoldedPart part, bool hasNoLogProbs)
    {
        if (!part.Citations.IsEmpty)
        {
            context.Report.Lose(LossRule.AnswerUrlCitation);
        }

        if (!hasNoLogProbs)
        {
            context.Report.Lose(LossRule.AnswerLogProbs);
        }
    }
}
