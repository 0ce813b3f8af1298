// What a whole answer and a chunk of Chat Completions have in common.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Head, reasons, usage and citations.</summary>
internal static class ChatAnswerHead
{
    /// <summary>Writes id, kind, time and model into an open object.</summary>
    internal static void Write(JsonOutput json, AnswerContext context, in AnswerStart start, ReadOnlySpan<byte> kind)
    {
        json.String("id"u8, "chatcmpl-" + context.Seed);
        json.Word("object"u8, kind);
        json.Number("created"u8, context.CreatedAt);
        json.String("model"u8, context.ModelOf(start));
    }

    internal static ReadOnlySpan<byte> ReasonOf(FinishReason reason, bool isLegacy) => reason switch
    {
        FinishReason.Stop or FinishReason.StopSequence => "stop"u8,
        FinishReason.Length or FinishReason.ContextWindow => "length"u8,
        FinishReason.ToolCalls => isLegacy ? "function_call"u8 : "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
    };

    /// <summary>Writes the value of <c>usage</c>; null when the upstream counted nothing.</summary>
    internal static void WriteUsage(JsonOutput json, AnswerContext context, UsageReport? usage)
    {
        if (usage is not { Tokens: { IsEmpty: false } tokens })
        {
            context.Report.Lose(LossRule.AnswerUsageAbsent);
            json.Null();
            return;
        }

        var written = (tokens.CacheWrite ?? 0) + (tokens.CacheWrite1h ?? 0);
        var prompt = (tokens.Input ?? 0) + (tokens.CacheRead ?? 0) + written;
        json.BeginObject();
        json.Number("prompt_tokens"u8, prompt);
        json.Number("completion_tokens"u8, tokens.Output ?? 0);
        json.Number("total_tokens"u8, prompt + (tokens.Output ?? 0));
        json.Name("prompt_tokens_details"u8);
        json.BeginObject();
        json.Number("cached_tokens"u8, tokens.CacheRead ?? 0);
        if (written > 0)
        {
            json.Number("cache_write_tokens"u8, written);
        }

        json.EndObject();
        json.Name("completion_tokens_details"u8);
        json.BeginObject();
        json.Number("reasoning_tokens"u8, tokens.Reasoning ?? 0);
        json.EndObject();
        json.EndObject();
    }

    /// <summary>Writes one element of <c>annotations</c>.</summary>
    internal static void WriteCitation(JsonOutput json, ReadOnlySpan<byte> url, ReadOnlySpan<byte> title, long start, long end)
    {
        json.BeginObject();
        json.Word("type"u8, "url_citation"u8);
        json.Name("url_citation"u8);
        json.BeginObject();
        json.Number("end_index"u8, end);
        json.Number("start_index"u8, start);
        json.Name("title"u8);
        json.Escaped(title);
        json.Name("url"u8);
        json.Escaped(url);
        json.EndObject();
        json.EndObject();
    }
}
