// Writes the response object of an answer.
using System.Collections.Immutable;
using System.Text;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>All that the dialect requires is there: what the caller asked for is repeated, the rest is at the service's default (mapping 3.2).</summary>
internal sealed class ResponsesObjectWriter(AnswerContext context, JsonOutput json)
{
    /// <summary>Members that repeat the request, with what stands there when it did not say.</summary>
    private static readonly ImmutableArray<(string Name, byte[] Written, byte[] Default)> Echoed =
    [
        .. new[]
        {
            ("instructions", "null"),
            ("max_output_tokens", "null"),
            ("max_tool_calls", "null"),
            ("parallel_tool_calls", "true"),
            ("prompt_cache_key", "null"),
            ("reasoning", """{"effort":null,"summary":null}"""),
            ("safety_identifier", "null"),
            ("temperature", "1"),
            ("text", """{"format":{"type":"text"}}"""),
            ("tool_choice", "\"auto\""),
            ("tools", "[]"),
            ("top_logprobs", "0"),
            ("top_p", "1"),
            ("metadata", "{}"),
        }.Select(one => (one.Item1, Encoding.ASCII.GetBytes(one.Item1), Encoding.ASCII.GetBytes(one.Item2))),
    ];

    /// <summary>Writes it.</summary>
    /// <param name="answer">The whole answer; null while it has only begun.</param>
    internal void Write(in AnswerStart start, AnswerFold? answer)
    {
        var isIncomplete = answer is { IsCut: true };
        json.BeginObject();
        json.String("id"u8, "resp_" + context.Seed);
        json.Word("object"u8, "response"u8);
        json.Number("created_at"u8, context.CreatedAt);
        json.Word("status"u8, answer is null ? "in_progress"u8 : isIncomplete ? "incomplete"u8 : "completed"u8);
        json.Bool("background"u8, false);
        json.Name("completed_at"u8);
        if (answer is null || isIncomplete)
        {
            json.Null();
        }
        else
        {
            json.Number(context.CreatedAt);
        }

        json.Null("error"u8);
        json.Name("incomplete_details"u8);
        json.Raw(!isIncomplete ? "null"u8
            : answer?.Finish?.Reason == FinishReason.ContentFilter ? "{\"reason\":\"content_filter\"}"u8
            : "{\"reason\":\"max_output_tokens\"}"u8);
        json.String("model"u8, context.ModelOf(start));
        json.Name("output"u8);
        json.BeginArray();
        if (answer is not null)
        {
            new ResponsesOutputWriter(context, json, answer).WriteAll();
        }

        json.EndArray();
        WriteEcho();
        json.Number("frequency_penalty"u8, 0);
        json.Number("presence_penalty"u8, 0);
        json.Null("previous_response_id"u8);
        json.Word("service_tier"u8, TierWords.Of(start.ServiceTier ?? ServiceTier.Standard));
        json.Bool("store"u8, false);
        json.Word("truncation"u8, "disabled"u8);
        json.Name("usage"u8);
        if (answer is null)
        {
            json.Null();
        }
        else
        {
            WriteUsage(answer.Usage);
        }

        json.EndObject();
    }

    private void WriteEcho()
    {
        foreach (var (name, written, fallback) in Echoed)
        {
            json.Name(written);
            if (context.Request.Echo.TryGetValue(name, out var said))
            {
                json.Raw(said.Span);
            }
            else
            {
                json.Raw(fallback);
            }
        }

        if (context.Request.Echo.TryGetValue("user", out var user))
        {
            json.Raw("user"u8, user);
        }
    }

    private void WriteUsage(UsageReport? usage)
    {
        var tokens = usage?.Tokens ?? default;
        if (tokens.IsEmpty)
        {
            context.Report.Lose(LossRule.AnswerUsageAbsent);
        }

        var written = (tokens.CacheWrite ?? 0) + (tokens.CacheWrite1h ?? 0);
        var input = (tokens.Input ?? 0) + (tokens.CacheRead ?? 0) + written;
        json.BeginObject();
        json.Number("input_tokens"u8, input);
        json.Name("input_tokens_details"u8);
        json.BeginObject();
        json.Number("cached_tokens"u8, tokens.CacheRead ?? 0);
        if (written > 0)
        {
            json.Number("cache_write_tokens"u8, written);
        }

        json.EndObject();
        json.Number("output_tokens"u8, tokens.Output ?? 0);
        json.Name("output_tokens_details"u8);
        json.BeginObject();
        json.Number("reasoning_tokens"u8, tokens.Reasoning ?? 0);
        json.EndObject();
        json.Number("total_tokens"u8, input + (tokens.Output ?? 0));
        json.EndObject();
    }
}
