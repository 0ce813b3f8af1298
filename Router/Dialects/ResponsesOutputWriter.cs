// Writes the items of a Responses answer from its fold.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Texts and refusals that follow one another are the content of one message; reasoning and calls are items of their own. The same words
/// for an item stand in its <c>done</c> event and in the whole answer.
/// </summary>
internal sealed class ResponsesOutputWriter(AnswerContext context, JsonOutput json, AnswerFold answer)
{
    /// <summary>The id of an item.</summary>
    internal static string IdOf(AnswerContext context, in AnswerPart head, int item) => (head.Kind switch
    {
        AnswerPartKind.Reasoning => "rs_",
        AnswerPartKind.Call => head.Tool!.Kind == ToolKind.Custom ? "ctc_" : "fc_",
        AnswerPartKind.Text or AnswerPartKind.Refusal => "msg_",
    }) + context.Seed + item.ToString("x2", System.Globalization.CultureInfo.InvariantCulture);

    internal static bool IsMessage(AnswerPartKind kind) => kind is AnswerPartKind.Text or AnswerPartKind.Refusal;

    /// <summary>Writes every item into an open array.</summary>
    internal void WriteAll()
    {
        var item = 0;
        for (var at = 0; at < answer.Parts.Length; item++)
        {
            var count = 1;
            while (IsMessage(answer.Parts[at].Head.Kind) && at + count < answer.Parts.Length && IsMessage(answer.Parts[at + count].Head.Kind))
            {
                count++;
            }

            Write(at, count, item);
            at += count;
        }
    }

    /// <summary>Writes the item of <paramref name="count"/> parts from the one at <paramref name="first"/>.</summary>
    internal void Write(int first, int count, int item)
    {
        var head = answer.Parts[first].Head;
        var status = answer.IsCut && first + count == answer.Parts.Length ? "incomplete"u8 : "completed"u8;
        json.BeginObject();
        json.String("id"u8, IdOf(context, head, item));
        switch (head.Kind)
        {
            case AnswerPartKind.Reasoning:
                WriteReasoning(answer.Parts[first]);
                break;
            case AnswerPartKind.Call:
                WriteCall(head, answer.TextOf(answer.Parts[first]), status);
                break;
            case AnswerPartKind.Text or AnswerPartKind.Refusal:
                json.Word("type"u8, "message"u8);
                json.Word("status"u8, status);
                json.Word("role"u8, "assistant"u8);
                json.Name("content"u8);
                json.BeginArray();
                for (var at = first; at < first + count; at++)
                {
                    WriteContent(answer.Parts[at]);
                }

                json.EndArray();
                break;
        }

        json.EndObject();
    }

    /// <summary>Writes one part of a message.</summary>
    internal void WriteContent(in FoldedPart part)
    {
        json.BeginObject();
        if (part.Head.Kind == AnswerPartKind.Refusal)
        {
            json.Word("type"u8, "refusal"u8);
            json.Name("refusal"u8);
            json.Escaped(answer.TextOf(part));
        }
        else
        {
            json.Word("type"u8, "output_text"u8);
            json.Name("text"u8);
            json.Escaped(answer.TextOf(part));
            json.Name("annotations"u8);
            json.BeginArray();
            var units = part.Citations.IsEmpty ? 0 : TextUnits.Of(answer.TextOf(part), TextForm.Escaped);
            foreach (var citation in part.Citations)
            {
                WriteCitation(json, citation, units);
            }

            json.EndArray();
            json.Name("logprobs"u8);
            json.BeginArray();
            json.Raw(answer.LogProbsOf(part));
            json.EndArray();
        }

        json.EndObject();
    }

    /// <summary>Writes the members of a call behind its id.</summary>
    /// <param name="status">Empty while its input is still to come.</param>
    internal void WriteCall(in AnswerPart head, ReadOnlySpan<byte> input, ReadOnlySpan<byte> status)
    {
        var isCustom = head.Tool!.Kind == ToolKind.Custom;
        json.Word("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
        if (!isCustom)
        {
            // A free-form call has none in the published types.
            json.Word("status"u8, status.IsEmpty ? "in_progress"u8 : status);
        }

        json.String("call_id"u8, head.CallId);
        json.String("name"u8, head.Tool.Name);
        if (head.Tool.Namespace is { } space)
        {
            json.String("namespace"u8, space);
        }

        json.Name(isCustom ? "input"u8 : "arguments"u8);
        if (isCustom || status.IsEmpty)
        {
            json.Escaped(input);
        }
        else
        {
            ToolArguments.WriteAsText(json, input, TextForm.Escaped);
        }
    }

    /// <summary>Writes one element of <c>annotations</c>; a citation without a place is for the whole text.</summary>
    internal static void WriteCitation(JsonOutput json, FoldedCitation citation, long length)
    {
        json.BeginObject();
        json.Word("type"u8, "url_citation"u8);
        json.Number("start_index"u8, citation.Start ?? 0);
        json.Number("end_index"u8, citation.End ?? length);
        json.Name("url"u8);
        json.Escaped(citation.Url.Span);
        json.Name("title"u8);
        json.Escaped(citation.Title.Span);
        json.EndObject();
    }

    private void WriteReasoning(in FoldedPart part)
    {
        json.Word("type"u8, "reasoning"u8);
        json.Name("summary"u8);
        json.BeginArray();
        if (!answer.TextOf(part).IsEmpty)
        {
            json.BeginObject();
            json.Word("type"u8, "summary_text"u8);
            json.Name("text"u8);
            json.Escaped(answer.TextOf(part));
            json.EndObject();
        }

        json.EndArray();
        if (!answer.KeptOf(part).IsEmpty)
        {
            // Whether it was asked for or not: nothing is stored here, so the caller alone can bring it back.
            json.Name("encrypted_content"u8);
            json.Escaped(context.Seal.Seal(context.Origin, answer.KeptOf(part)));
        }
    }
}
