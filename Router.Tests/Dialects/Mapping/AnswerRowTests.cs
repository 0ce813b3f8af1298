// Mapping 3: why an answer ended, what it holds and what it used, row by row.
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class AnswerRowTests
{
    private const string ChatUsage = """{"prompt_tokens":100,"completion_tokens":30,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":10},"completion_tokens_details":{"reasoning_tokens":5}}""";
    private const string ResponsesUsage = """{"input_tokens":100,"input_tokens_details":{"cached_tokens":40,"cache_write_tokens":10},"output_tokens":30,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":130}""";
    private const string MessagesUsage = """{"input_tokens":50,"cache_read_input_tokens":40,"cache_creation_input_tokens":10,"output_tokens":30,"output_tokens_details":{"thinking_tokens":5}}""";

    [Theory]
    [InlineData("stop, completed, end_turn", "stop", "completed", "end_turn")]
    [InlineData("length, incomplete", "length", "incomplete max_output_tokens", "max_tokens")]
    [InlineData("content_filter, incomplete, refusal", "content_filter", "incomplete content_filter", "refusal")]
    [InlineData("tool_calls, completed with calls, tool_use", "tool_calls", "completed", "tool_use")]
    public void A_row_of_ends_holds_from_each_dialect_to_each(string row, string chat, string responses, string messages)
    {
        var calls = chat == "tool_calls";
        var words = new Dictionary<string, (string Answer, string End)>
        {
            ["chat"] = (ChatAnswer(chat, calls), $"\"finish_reason\":\"{chat}\""),
            ["responses"] = (ResponsesAnswer(responses, calls), $"\"status\":\"{responses.Split(' ')[0]}\""),
            ["messages"] = (MessagesAnswer(messages, calls), $"\"stop_reason\":\"{messages}\""),
        };
        foreach (var upstream in words.Keys)
        {
            foreach (var caller in words.Keys.Where(caller => caller != upstream))
            {
                var (told, losses) = MappingRow.Answer(upstream, words[upstream].Answer, caller);
                told.Should().Contain(words[caller].End, $"{row}, {upstream} to {caller}");
                if (caller == "responses" && responses.Contains(' ', StringComparison.Ordinal))
                {
                    told.Should().Contain($"\"incomplete_details\":{{\"reason\":\"{responses.Split(' ')[1]}\"}}");
                }

                losses.Losses.Should().BeEmpty($"{row}, {upstream} to {caller}");
            }
        }
    }

    [Theory]
    [InlineData("stop_sequence", "chat", "\"finish_reason\":\"stop\"")]
    [InlineData("stop_sequence", "responses", "\"status\":\"completed\"")]
    [InlineData("model_context_window_exceeded", "chat", "\"finish_reason\":\"length\"")]
    [InlineData("model_context_window_exceeded", "responses", "\"reason\":\"max_output_tokens\"")]
    public void A_row_of_ends_that_only_Messages_has(string reason, string caller, string end) =>
        MappingRow.Answer("messages", MessagesAnswer(reason, calls: false), caller).Told.Should().Contain(end);

    /// <summary>The service writes an empty list of sources beside calls too, and some vendors in every chunk.</summary>
    [Theory]
    [InlineData("""{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"annotations":[],"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"annotations\":[ ],\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n")]
    public void No_sources_are_no_loss(string answer)
    {
        foreach (var caller in (string[])["responses", "messages"])
        {
            var (told, losses) = MappingRow.Answer("chat", answer, caller);

            told.Should().Contain("\"name\":\"f\"");
            losses.Losses.Should().BeEmpty(caller);
        }
    }

    [Theory]
    [InlineData("eos")]
    [InlineData("end_turn")]
    public void The_row_unknown_is_a_normal_end_and_is_told(string reason)
    {
        var (told, losses) = MappingRow.Answer("chat", ChatAnswer(reason, calls: false), "messages");

        told.Should().Contain("\"stop_reason\":\"end_turn\"");
        losses.Paths(Fate.Approximated).Should().Equal("choices[].finish_reason");
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("in_progress")]
    public void A_status_that_is_no_end_of_an_answer_is_a_normal_end_and_is_told(string status)
    {
        var (told, losses) = MappingRow.Answer("responses", ResponsesAnswer(status, calls: false), "chat");

        told.Should().Contain("\"finish_reason\":\"stop\"");
        losses.Paths(Fate.Approximated).Should().Equal("status");
    }

    /// <summary>Who runs every call that is whole must not run one that the limit cut off.</summary>
    [Theory]
    [InlineData("length", "incomplete")]
    [InlineData("content_filter", "incomplete")]
    [InlineData("tool_calls", "completed")]
    public void Only_the_last_item_of_an_answer_that_was_cut_off_is_incomplete(string finish, string status)
    {
        using var told = JsonDocument.Parse(MappingRow.Answer("chat", ChatAnswer(finish, calls: true), "responses").Told);

        told.RootElement.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("status").GetString()).Should().Equal("completed", status);
    }

    [Fact]
    public void The_row_stop_with_a_refusal()
    {
        const string Refused = """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"No."},"finish_reason":"stop"}],"usage":""" + ChatUsage + "}";

        MappingRow.Answer("chat", Refused, "responses").Told.Should().Contain("{\"type\":\"refusal\",\"refusal\":\"No.\"}").And.Contain("\"status\":\"completed\"");
        MappingRow.Answer("chat", Refused, "messages").Told.Should().Contain("{\"type\":\"text\",\"text\":\"No.\"}").And.Contain("\"stop_reason\":\"refusal\"");
    }

    [Fact]
    public void Calls_win_over_an_upstream_that_says_stop() =>
        MappingRow.Answer("chat", ChatAnswer("stop", calls: true), "messages").Told.Should().Contain("\"stop_reason\":\"tool_use\"");

    [Theory]
    [InlineData("chat", "responses")]
    [InlineData("chat", "messages")]
    [InlineData("responses", "chat")]
    [InlineData("responses", "messages")]
    [InlineData("messages", "chat")]
    [InlineData("messages", "responses")]
    public void Each_row_of_usage_is_counted_as_the_caller_counts(string upstream, string caller)
    {
        var answer = upstream switch
        {
            "chat" => ChatAnswer("stop", calls: false),
            "responses" => ResponsesAnswer("completed", calls: false),
            _ => MessagesAnswer("end_turn", calls: false),
        };
        using var told = JsonDocument.Parse(MappingRow.Answer(upstream, answer, caller).Told);
        using var expected = JsonDocument.Parse(caller switch { "chat" => ChatUsage, "responses" => ResponsesUsage, _ => MessagesUsage });
        var usage = told.RootElement.GetProperty("usage");
        foreach (var count in Numbers(expected.RootElement, ""))
        {
            Numbers(usage, "").Should().Contain(count);
        }
    }

    [Fact]
    public void Absent_usage_is_null_in_chat_and_zero_in_the_others_and_is_told()
    {
        const string Bare = """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";
        var (told, losses) = MappingRow.Answer("chat", Bare, "messages");

        told.Should().Contain("\"input_tokens\":0").And.Contain("\"output_tokens\":0");
        losses.Paths(Fate.Approximated).Should().Equal("usage");
        MappingRow.Answer("responses", """{"id":"r","object":"response","model":"m","status":"completed","output":[]}""", "chat").Told.Should().Contain("\"usage\":null");
    }

    [Fact]
    public void Text_blocks_become_one_string_in_chat_and_parts_in_Responses()
    {
        var answer = """{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"tool_use","id":"t","name":"f","input":{"x":1.0}},{"type":"text","text":"c"}],"stop_reason":"tool_use","usage":""" + MessagesUsage + "}";
        var chat = MappingRow.Answer("messages", answer, "chat").Told;
        var responses = MappingRow.Answer("messages", answer, "responses").Told;

        chat.Should().Contain("\"content\":\"abc\"").And.Contain("""{"name":"f","arguments":"{\"x\":1.0}"}""");
        responses.IndexOf("\"text\":\"b\"", StringComparison.Ordinal).Should().BeLessThan(responses.IndexOf("\"type\":\"function_call\"", StringComparison.Ordinal));
        responses.IndexOf("\"type\":\"function_call\"", StringComparison.Ordinal).Should().BeLessThan(responses.IndexOf("\"text\":\"c\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_calls_leave_the_content_of_chat_null() =>
        MappingRow.Answer("messages", MessagesAnswer("tool_use", calls: true, text: false), "chat").Told.Should().Contain("\"content\":null");

    [Fact]
    public void A_web_page_that_is_cited_is_cited_and_a_document_is_told_as_left_out()
    {
        var answer = """{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Zürich","citations":[{"type":"web_search_result_location","url":"https://e","title":"T","cited_text":"x"},{"type":"char_location","cited_text":"y","document_index":0}]}],"stop_reason":"end_turn","usage":""" + MessagesUsage + "}";
        var (told, losses) = MappingRow.Answer("messages", answer, "chat");
        using var body = JsonDocument.Parse(told);
        var citation = body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("annotations")[0].GetProperty("url_citation");

        (citation.GetProperty("url").GetString(), citation.GetProperty("start_index").GetInt32(), citation.GetProperty("end_index").GetInt32()).Should().Be(("https://e", 0, 6));
        losses.Paths(Fate.Approximated).Should().Equal("content[].citations");
    }

    [Fact]
    public void Reasoning_comes_before_the_text_it_led_to_and_is_sealed_for_the_caller()
    {
        var answer = """{"id":"r","object":"response","model":"m","status":"completed","output":[{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"enc"},{"type":"message","id":"ms","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],"usage":""" + ResponsesUsage + "}";
        var messages = MappingRow.Answer("responses", answer, "messages").Told;

        messages.Should().MatchRegex("\\{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"rtr1\\.[^\"]+\"\\},\\{\"type\":\"text\",\"text\":\"Hi\"").And.NotContain("enc\"");
        MappingRow.Answer("responses", answer, "chat").Told.Should().Contain("\"reasoning_content\":\"hm\"").And.NotContain("rtr1.");
    }

    [Theory]
    [InlineData("chat", "\"logprobs\":null", "\"refusal\":null", "\"id\":\"chatcmpl-", "\"object\":\"chat.completion\"")]
    [InlineData("responses", "\"error\":null", "\"previous_response_id\":null", "\"id\":\"resp_", "\"id\":\"msg_")]
    public void All_that_the_dialect_requires_is_there(string caller, params string[] pieces)
    {
        var told = MappingRow.Answer("messages", MessagesAnswer("end_turn", calls: false), caller).Told;
        foreach (var piece in pieces)
        {
            told.Should().Contain(piece);
        }
    }

    private static IEnumerable<(string Path, long Count)> Numbers(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Numbers(member.Value, $"{path}.{member.Name}")),
        JsonValueKind.Number => [(path, value.GetInt64())],
        _ => [],
    };

    private static string ChatAnswer(string finish, bool calls) =>
        $$"""{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"{{(calls ? ",\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]" : "")}}},"finish_reason":"{{finish}}"}],"usage":{{ChatUsage}}}""";

    private static string ResponsesAnswer(string status, bool calls) =>
        $$"""{"id":"r","object":"response","model":"m","status":"{{status.Split(' ')[0]}}","incomplete_details":{{(status.Contains(' ', StringComparison.Ordinal) ? $"{{\"reason\":\"{status.Split(' ')[1]}\"}}" : "null")}},"output":[{"type":"message","id":"ms","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}{{(calls ? ",{\"type\":\"function_call\",\"id\":\"fc\",\"call_id\":\"t\",\"name\":\"f\",\"arguments\":\"{}\"}" : "")}}],"usage":{{ResponsesUsage}}}""";

    private static string MessagesAnswer(string reason, bool calls, bool text = true) =>
        $$"""{"id":"m","type":"message","role":"assistant","model":"m","content":[{{(text ? "{\"type\":\"text\",\"text\":\"Hi\"}" : "")}}{{(text && calls ? "," : "")}}{{(calls ? "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}" : "")}}],"stop_reason":"{{reason}}","stop_sequence":null,"usage":{{MessagesUsage}}}""";
}
