// What the observer makes of Responses streams.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ResponsesStreamTests
{
    private const string Response = "\"id\":\"resp_7\",\"object\":\"response\",\"created_at\":1234,\"model\":\"m-1\"";

    private static readonly string Created = Event("response.created", $$""" "sequence_number":0,"response":{ {{Response}},"status":"in_progress","error":null,"output":[],"usage":null}""");
    private static readonly string Message = Event("response.output_item.added", """ "output_index":0,"item":{"id":"msg","type":"message","content":[]}""");
    private static readonly string Hello = Event("response.output_text.delta", """ "item_id":"msg","output_index":0,"content_index":0,"delta":"Hello","obfuscation":"xxxx" """);
    private static readonly string Completed = Event("response.completed", $$$""" "response":{ {{{Response}}},"status":"completed","error":null,"output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}],"usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":6,"cache_write_tokens":4},"output_tokens":8,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":28}}""");

    [Fact]
    public void A_stream_by_the_book_counts_every_kind_of_token()
    {
        var (observer, facts) = Watch(Created + Message + Hello + Completed);

        facts.Should().Equal(FrameFacts.None, FrameFacts.None, FrameFacts.Content, FrameFacts.Content | FrameFacts.End);
        observer.Usage.Should().Be(new TokenUsage(Input: 10, CacheRead: 6, CacheWrite: 4, Output: 8, Reasoning: 3));
        (observer.SawEnd, observer.Error, observer.ContentBytes).Should().Be((true, null, 5));
    }

    /// <summary>Where nothing is kept only what its tools made is looked for, and a conversation.</summary>
    [Theory]
    [InlineData("true", "", "Response resp_7,Item msg_1,Item msg_2")]
    [InlineData("false", "", "")]
    [InlineData("false", """ ,"conversation":{"id":"conv_1"}""", "Conversation conv_1")]
    [InlineData("false", """ ,"x":{"id":"no"}""", "")]
    public void The_ids_that_a_stream_creates_are_those_of_what_is_kept(string store, string more, string ids)
    {
        var created = Event("response.created", $$""" "response":{ {{Response}},"store":{{store}},"output":[]{{more}} }""");
        var done = Event("response.output_item.done", """ "item":{"id":"msg_1","type":"message","content":[]}""");
        var completed = Event("response.completed", $$""" "response":{ {{Response}},"store":{{store}},"output":[{"id":"msg_2","type":"message"}]{{more}} }""");

        var (observer, _) = Watch(created + Hello + done + completed);

        string.Join(',', observer.Created.Select(id => $"{id.Kind} {id.Value}")).Should().Be(ids);
    }

    [Theory]
    [InlineData("""{"id":"ci_1","type":"code_interpreter_call","container_id":"cntr_1"}""", "Container cntr_1")]
    [InlineData("""{"id":"m","type":"message","content":[{"type":"output_text","annotations":[{"type":"file_path","file_id":"file_1"}]}]}""", "File file_1")]
    [InlineData("""{"id":"m","type":"message","content":[]}""", "")]
    public void What_tools_made_is_found_in_an_answer_that_is_not_kept(string item, string ids)
    {
        var whole = $$"""{ {{Response}},"store":false,"output":[{{item}}]}""";

        var facts = DialectAdapters.Of(Dialect.OpenAIResponses).ReadAnswer(Chat.Bytes(whole));
        var (observer, _) = Watch(Created + Event("response.completed", $"\"response\":{whole}"));

        string.Join(',', facts.Created!.Select(id => $"{id.Kind} {id.Value}")).Should().Be(ids);
        string.Join(',', observer.Created.Select(id => $"{id.Kind} {id.Value}")).Should().Be(ids);
    }

    [Fact]
    public void A_text_that_comes_with_the_last_event_alone_is_measured_there() =>
        Watch(Created + Completed).Observer.ContentBytes.Should().Be(5);

    [Theory]
    [InlineData("response.in_progress", FrameFacts.None)]
    [InlineData("response.queued", FrameFacts.None)]
    [InlineData("keepalive", FrameFacts.None)]
    [InlineData("response.content_part.added", FrameFacts.None)]
    [InlineData("response.web_search_call.searching", FrameFacts.Content)]
    [InlineData("response.output_item.done", FrameFacts.Content)]
    [InlineData("not.known", FrameFacts.None)]
    internal void Each_event_is_preamble_or_content(string type, FrameFacts facts) =>
        Watch(Created + Event(type, """ "output_index":0""")).Facts[1].Should().Be(facts);

    [Theory]
    [InlineData("function_call", FrameFacts.Content)]
    [InlineData("custom_tool_call", FrameFacts.Content)]
    [InlineData("message", FrameFacts.None)]
    [InlineData("reasoning", FrameFacts.None)]
    internal void An_item_that_begins_is_content_when_its_type_says_something(string type, FrameFacts facts) =>
        Watch(Created + Event("response.output_item.added", $$""" "output_index":0,"item":{"id":"i","type":"{{type}}"}""")).Facts[1].Should().Be(facts);

    [Fact]
    public void A_stream_without_event_names_is_read_by_its_data()
    {
        var bare = string.Join("\n\n", (Created + Message + Hello + Completed).Split("\n\n").Select(one => one[(one.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
        var (observer, facts) = Watch(bare + "data: [DONE]\n\n");
        facts.Should().EndWith(FrameFacts.Ignorable);
        (observer.SawEnd, observer.Usage.Output, observer.ContentBytes).Should().Be((true, 8, 5));
    }

    [Fact]
    public void An_incomplete_answer_is_an_end_too() =>
        Watch(Created + Hello + Completed.Replace("completed", "incomplete", StringComparison.Ordinal)).Observer.SawEnd.Should().BeTrue();

    [Fact]
    public void A_failure_says_its_code_and_words()
    {
        var (observer, facts) = Watch(Created + Event("response.failed", $$""" "response":{ {{Response}},"status":"failed","error":{"code":"rate_limit_exceeded","message":"Slow down."},"output":[]}"""));
        facts[1].Should().Be(FrameFacts.Error);
        observer.Error.Should().Be(new UpstreamErrorFacts("Slow down.", Code: "rate_limit_exceeded"));
    }

    [Theory]
    [InlineData(""" "code":"server_error","message":"Broke.","param":null""")]
    [InlineData(""" "error":{"code":"server_error","message":"Broke."}""")]
    public void An_error_event_before_content_is_the_failure_in_either_form(string members)
    {
        var (observer, facts) = Watch(Created + Event("error", members));
        facts[1].Should().Be(FrameFacts.Error);
        (observer.Error!.Message, observer.Error.Code).Should().Be(("Broke.", "server_error"));
    }

    [Fact]
    public void An_error_event_after_content_leaves_the_last_word_to_the_failure_behind_it()
    {
        var error = Event("error", """ "code":"server_error","message":"Broke." """);
        var (observer, facts) = Watch(Created + Hello + error + Event("response.failed", $$""" "response":{ {{Response}},"status":"failed","error":null,"output":[]}"""));
        facts.Skip(2).Should().Equal(FrameFacts.None, FrameFacts.Error);
        (observer.Error!.Message, observer.SawEnd).Should().Be(("Broke.", false));
    }

    [Fact]
    public void The_routers_own_failure_goes_on_with_the_streams_id_model_and_numbers()
    {
        var data = Data(DialectWatch.ErrorOf(Watch(Created + Message + Hello).Observer, ErrorCode.UpstreamTruncated)).Single();

        (data["type"]!.ToString(), (int)data["sequence_number"]!).Should().Be(("response.failed", 3));
        var response = data["response"]!;
        (response["id"]!.ToString(), response["model"]!.ToString(), (long)response["created_at"]!).Should().Be(("resp_7", "m-1", 1234));
        (response["error"]!["code"]!.ToString(), response["error"]!["message"]!.ToString()).Should().Be(("server_error", "[upstream_truncated] It stopped."));
    }

    [Fact]
    public void A_failure_before_anything_is_a_stream_of_its_own()
    {
        var data = Data(DialectWatch.ErrorOf(Watch("").Observer, ErrorCode.UpstreamRateLimited));

        data.Select(one => (one["type"]!.ToString(), (int)one["sequence_number"]!)).Should().Equal(("response.created", 0), ("response.failed", 1));
        data.Select(one => one["response"]!["id"]!.ToString()).Should().AllBe("resp_0123");
        data.Select(one => one["response"]!["model"]!.ToString()).Should().AllBe("chat");
        data[0]["response"]!["error"].Should().BeNull();
        data[1]["response"]!["error"]!["code"]!.ToString().Should().Be("rate_limit_exceeded");
    }

    [Theory]
    [InlineData("""{"id":"a","model":"m","choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""", true)]
    [InlineData("""{"id":"a","object":"other"}""", false)]
    [InlineData("""{"id":"a","model":"m","error":{"message":"Broke."}}""", false)]
    public void A_whole_body_that_says_which_answer_of_which_model_it_is_goes_through_whatever_else_it_holds(string body, bool valid)
    {
        var facts = ResponsesAnswerReader.Read(System.Text.Encoding.UTF8.GetBytes(body));

        facts.Valid.Should().Be(valid);
        facts.Usage.Should().Be(valid ? new TokenUsage(Input: 3, Output: 2) : default);
    }

    private static List<JsonNode> Data(string events) =>
        [.. events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(one => JsonNode.Parse(one[(one.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!)];

    private static string Event(string type, string members) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\",{members.Trim()}}}\n\n";

    private static (IStreamObserver Observer, List<FrameFacts> Facts) Watch(string stream) => DialectWatch.Watch(Dialect.OpenAIResponses, stream);
}
