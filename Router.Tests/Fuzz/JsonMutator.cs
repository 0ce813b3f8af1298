// Damages JSON without making it any less JSON, for the most part.
using System.Text;
using System.Text.Json;
using Router.Tests.Laws;

namespace Router.Tests.Fuzz;

internal static class JsonMutator
{
    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1e999", "0.5", "12345678901234567890", "\"\"", "\" \"", "[]", "{}", "[[]]", "[null]", "[{}]", "[1,\"a\",{}]",
            "{\"type\":\"novel\"}", "{\"type\":null}", "{\"a\":{\"a\":{\"a\":[[[[{}]]]]}}}", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\n\"", "\"🧗‍♀️\"",
            "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":\"", "\"rtr1.AAAA\"", "\"data:image/png;base64,AAAA\"", "\"data:,\"", "\"novel\"",
            "\"text\"", "\"thinking\"", "\"redacted_thinking\"", "\"tool_use\"", "\"tool_result\"", "\"server_tool_use\"", "\"document\"", "\"image\"", "\"content\"", "\"base64\"", "\"url\"",
            "\"text_delta\"", "\"thinking_delta\"", "\"signature_delta\"", "\"input_json_delta\"", "\"citations_delta\"", "\"message_start\"", "\"message_stop\"", "\"message_delta\"",
            "\"content_block_start\"", "\"content_block_delta\"", "\"content_block_stop\"", "\"ping\"", "\"error\"", "\"pause_turn\"", "\"refusal\"", "\"end_turn\"", "\"max_tokens\"",
            "\"function\"", "\"custom\"", "\"namespace\"", "\"allowed_tools\"", "\"json_schema\"", "\"json_object\"", "\"grammar\"", "\"required\"", "\"none\"",
            "\"message\"", "\"reasoning\"", "\"function_call\"", "\"custom_tool_call\"", "\"function_call_output\"", "\"item_reference\"", "\"web_search_call\"",
            "\"input_text\"", "\"output_text\"", "\"input_image\"", "\"input_file\"", "\"image_url\"", "\"file\"", "\"user\"", "\"assistant\"", "\"system\"", "\"developer\"", "\"tool\"",
            "\"response.created\"", "\"response.completed\"", "\"response.incomplete\"", "\"response.failed\"", "\"response.output_item.added\"", "\"response.output_item.done\"",
            "\"response.output_text.delta\"", "\"response.output_text.done\"", "\"response.refusal.delta\"", "\"response.reasoning_summary_text.delta\"", "\"response.reasoning_text.delta\"",
            "\"response.function_call_arguments.delta\"", "\"response.function_call_arguments.done\"", "\"response.custom_tool_call_input.delta\"", "\"response.novel\"",
            "\"stop\"", "\"length\"", "\"tool_calls\"", "\"content_filter\"", "\"incomplete\"", "\"failed\"", "\"in_progress\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "type", "text", "content", "role", "name", "id", "call_id", "index", "output_index", "content_index", "input", "arguments", "delta", "item", "response", "usage", "error",
            "message", "finish_reason", "stop_reason", "tool_calls", "function", "source", "data", "url", "thinking", "signature", "partial_json", "output", "summary",
            "encrypted_content", "citations", "annotations", "logprobs", "refusal", "reasoning_content", "novel", "", "\\u0074ype",
        }.Select(name => Encoding.ASCII.GetBytes($"\"{name}\"")),
    ];

    /// <summary>The text with one thing changed; what is no JSON comes back as it is.</summary>
    public static byte[] Change(byte[] json, Random random)
    {
        List<(int Start, int ValueStart, int End)> ranges;
        try
        {
            ranges = JsonRanges.Of(json);
        }
        catch (JsonException)
        {
            return json;
        }

        if (ranges.Count == 0)
        {
            return json;
        }

        var (start, valueStart, end) = ranges[random.Next(ranges.Count)];
        var other = ranges[random.Next(ranges.Count)];
        switch (random.Next(7))
        {
            case 0 or 1:
                return [.. json[..valueStart], .. Values[random.Next(Values.Length)], .. json[end..]];
            case 2 when other.End - other.ValueStart < 10_000:
                return [.. json[..valueStart], .. json[other.ValueStart..other.End], .. json[end..]];
            case 3:
                return JsonRanges.Without(json, start, end);
            case 4 when end - start < 10_000 && json.Length < 200_000:
                return [.. json[..end], (byte)',', .. json[start..end], .. json[end..]];
            case 5 when valueStart > start:
                return [.. json[..start], .. Names[random.Next(Names.Length)], (byte)':', .. json[valueStart..]];
            default:
                return json[valueStart] == '{'
                    ? [.. json[..(valueStart + 1)], .. Names[random.Next(Names.Length)], (byte)':', .. Values[random.Next(Values.Length)], .. end - valueStart > 2 ? ","u8 : default, .. json[(valueStart + 1)..]]
                    : [.. json[..valueStart], .. Values[random.Next(Values.Length)], .. json[end..]];
        }
    }
}
