// Bodies and streams of each dialect for tests that say the same of all three.
using Xunit;

namespace Router.Tests.Support;

/// <summary>
/// One short conversation: 11 uncached input tokens, 5 read from the cache, 7 out of which 2 are reasoning. The stream is
/// <see cref="Preamble"/>, <see cref="Content"/> and <see cref="Rest"/>.
/// </summary>
internal sealed record DialectText(
    string Name,
    string Path,
    string Request,
    string StreamRequest,
    string Answer,
    string Preamble,
    string Content,
    string Rest,
    string ErrorEvent,
    string Heartbeat)
{
    private const string Resp = "\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1760000000,\"model\":\"up-model\"";

    public static readonly DialectText Chat = new(
        "openai-chat",
        "/v1/chat/completions",
        ChatText.Request,
        """{"model":"chat","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello"}]}""",
        ChatText.Answer,
        Data("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"up-model","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""),
        Data("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"up-model","choices":[{"index":0,"delta":{"content":"Grüße"},"finish_reason":null}]}"""),
        Data("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"up-model","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Data("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"up-model","choices":[],"usage":{"prompt_tokens":16,"completion_tokens":7,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":2}}}""")
            + Data("[DONE]"),
        Data("""{"error":{"message":"The engine broke.","type":"server_error","param":null,"code":null}}"""),
        ": keep-alive\n\n");

    public static readonly DialectText Responses = new(
        "openai-responses",
        "/v1/responses",
        """{"model":"chat","input":"hello"}""",
        """{"model":"chat","stream":true,"input":[{"role":"user","content":"hello"}]}""",
        $$$"""
        {{{{Resp}}},"status":"completed","error":null,"output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant",
         "content":[{"type":"output_text","text":"Good morning","annotations":[]}]}],
         "usage":{"input_tokens":16,"input_tokens_details":{"cached_tokens":5},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":23}}
        """,
        Event("response.created", $$$""" "sequence_number":0,"response":{{{{Resp}}},"status":"in_progress","output":[]}""")
            + Event("response.in_progress", $$$""" "sequence_number":1,"response":{{{{Resp}}},"status":"in_progress","output":[]}""")
            + Event("response.output_item.added", """ "sequence_number":2,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}""")
            + Event("response.content_part.added", """ "sequence_number":3,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}"""),
        Event("response.output_text.delta", """ "sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Grüße","logprobs":[]"""),
        Event("response.output_text.done", """ "sequence_number":5,"item_id":"msg_1","output_index":0,"content_index":0,"text":"Grüße","logprobs":[]""")
            + Event("response.completed", $$$""" "sequence_number":6,"response":{{{{Resp}}},"status":"completed","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Grüße","annotations":[]}]}],"usage":{"input_tokens":16,"input_tokens_details":{"cached_tokens":5},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":23}}"""),
        Event("response.failed", $$$""" "sequence_number":5,"response":{{{{Resp}}},"status":"failed","error":{"code":"server_error","message":"The engine broke."},"output":[]}"""),
        ": keep-alive\n\n");

    public static readonly DialectText Messages = new(
        "anthropic-messages",
        "/v1/messages?beta=true",
        """{"model":"chat","max_tokens":100,"messages":[{"role":"user","content":"hello"}]}""",
        """{"model":"chat","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"hello"}]}""",
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"up-model","content":[{"type":"text","text":"Good morning"}],
         "stop_reason":"end_turn","stop_sequence":null,
         "usage":{"input_tokens":11,"cache_read_input_tokens":5,"cache_creation_input_tokens":0,"output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}}
        """,
        Event("message_start", """ "message":{"id":"msg_1","type":"message","role":"assistant","model":"up-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"cache_read_input_tokens":5,"cache_creation_input_tokens":0,"output_tokens":1}}""")
            + Event("content_block_start", """ "index":0,"content_block":{"type":"text","text":""}""")
            + Event("ping", ""),
        Event("content_block_delta", """ "index":0,"delta":{"type":"text_delta","text":"Grüße"}"""),
        Event("content_block_stop", """ "index":0""")
            + Event("message_delta", """ "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}""")
            + Event("message_stop", ""),
        Event("error", """ "error":{"type":"api_error","message":"The engine broke."}"""),
        "event: ping\ndata: {\"type\": \"ping\"}\n\n");

    /// <summary>All three.</summary>
    public static IReadOnlyList<DialectText> All { get; } = [Chat, Responses, Messages];

    /// <summary>The names of each pair: what the caller speaks, and what the upstream does.</summary>
    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var caller in All)
            {
                foreach (var upstream in All)
                {
                    cells.Add(caller.Name, upstream.Name);
                }
            }

            return cells;
        }
    }

    /// <summary>The whole stream.</summary>
    public string Stream => Preamble + Content + Rest;

    /// <summary>The dialect of that name.</summary>
    public static DialectText Of(string name) => All.Single(one => one.Name == name);

    private static string Data(string json) => $"data: {json}\n\n";

    private static string Event(string type, string members) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\"{(members.Length > 0 ? "," + members.TrimStart() : "")}}}\n\n";
}
