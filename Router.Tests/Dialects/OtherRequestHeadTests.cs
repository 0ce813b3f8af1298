// What is read from Responses and Messages requests, and what is refused.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class OtherRequestHeadTests
{
    [Fact]
    public void A_Responses_request_tells_its_model_stream_and_limit()
    {
        var head = Head(Dialect.OpenAIResponses, """{"stream":true,"max_output_tokens":50,"model":"chat","input":"x"}""");
        (head.Model, head.Stream, head.OutputLimit, head.Needs).Should().Be(("chat", true, 50, RequestNeeds.None));
    }

    [Fact]
    public void A_Messages_request_tells_its_model_stream_and_limit()
    {
        var head = Head(Dialect.AnthropicMessages, """{"max_tokens":64000,"messages":[],"model":"chat","stream":false}""");
        (head.Model, head.Stream, head.OutputLimit, head.Needs).Should().Be(("chat", false, 64000, RequestNeeds.None));
    }

    [Theory]
    [InlineData("openai-responses", """ "input":[{"type":"message","role":"user","content":[{"type":"input_image","image_url":"https://x/y.png"}]}] """, RequestNeeds.Images)]
    [InlineData("openai-responses", """ "input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_url":"https://x/y.pdf"}]}] """, RequestNeeds.Documents)]
    [InlineData("openai-responses", """ "input":"x","tools":[{"type":"function","name":"f"}],"parallel_tool_calls":true """, RequestNeeds.Tools)]
    [InlineData("openai-responses", """ "input":"x","text":{"verbosity":"low","format":{"type":"json_schema","schema":{}}} """, RequestNeeds.StructuredOutputs)]
    [InlineData("openai-responses", """ "input":"x","text":{"format":{"type":"text"}},"reasoning":{"summary":"auto"},"tools":[] """, RequestNeeds.None)]
    [InlineData("openai-responses", """ "input":"x","reasoning":{"effort":"high"} """, RequestNeeds.Reasoning)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x"}}]}] """, RequestNeeds.Images)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"type":"image","source":{"type":"base64"}}}]}] """, RequestNeeds.None)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"document","source":{"type":"text","data":"x"}}]}]}] """, RequestNeeds.Documents)]
    [InlineData("anthropic-messages", """ "messages":[],"tools":[{"name":"f","input_schema":{}}],"thinking":{"type":"adaptive"},"output_config":{"effort":"high"} """, RequestNeeds.Tools)]
    [InlineData("anthropic-messages", """ "messages":[],"thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"format":{"type":"json_schema"}} """, RequestNeeds.Reasoning | RequestNeeds.StructuredOutputs)]
    [InlineData("anthropic-messages", """ "messages":[],"output_format":{"type":"json_schema","schema":{}} """, RequestNeeds.StructuredOutputs)]
    internal void A_request_needs_what_it_asks_for_beyond_text(string dialect, string members, RequestNeeds needs) =>
        Head(Parse(dialect), $$"""{"model":"chat",{{members}}}""").Needs.Should().Be(needs);

    [Theory]
    [InlineData("openai-chat", """ "messages":[{"role":"user","content":[{"im\u0061ge_url" : {"url":"x"}}]}] """, RequestNeeds.Images)]
    [InlineData("openai-chat", """ "messages":[{"role":"user","content":[{"f\u0069le":{"file_data":"x"}}]}] """, RequestNeeds.Documents)]
    [InlineData("openai-chat", """ "messages":[{"role":"user","content":"a \"file\" and its \"image_url\""}] """, RequestNeeds.None)]
    [InlineData("openai-responses", """ "input":[{"role":"user","content":[{"type":"input_im\u0061ge"}]}] """, RequestNeeds.Images)]
    [InlineData("openai-responses", """ "input":[{"role":"user","content":[{"type" : "input_file"}]}] """, RequestNeeds.Documents)]
    [InlineData("openai-responses", """ "input":[{"role":"user","content":"caf\u00e9: \"input_image\" or \"input_file\""}] """, RequestNeeds.None)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"\u0069mage"}]}] """, RequestNeeds.Images)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type" : "document"}]}] """, RequestNeeds.Documents)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":"the \"image\" of a \"document\""}] """, RequestNeeds.None)]
    internal void Media_is_found_however_its_names_are_written_and_not_in_text(string dialect, string members, RequestNeeds needs) =>
        Head(Parse(dialect), $$"""{"model":"chat",{{members}}}""").Needs.Should().Be(needs);

    [Theory]
    [InlineData("openai-chat", """ "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/a.png"}}]}] """, 1, false)]
    [InlineData("openai-chat", """ "messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA"}}]}] """, 0, false)]
    [InlineData("openai-chat", """ "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}] """, 0, true)]
    [InlineData("openai-responses", """ "input":[{"role":"user","content":[{"type":"input_file","file_url":"https://x/a.pdf"}]}] """, 0, true)]
    [InlineData("openai-responses", """ "input":[{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,AAAA"}}] """, 1, false)]
    [InlineData("openai-responses", """ "input":"go on","previous_response_id":"resp_1" """, 0, true)]
    [InlineData("openai-responses", """ "input":"go on" """, 0, false)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://x/a.pdf"}}]}] """, 0, true)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x/a.png"}}]}] """, 1, false)]
    [InlineData("anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","data":"plain"}}]}] """, 0, false)]
    internal void Input_that_is_not_in_the_body_is_known_to_be_missing(string dialect, string members, int images, bool isUnseen)
    {
        var head = Head(Parse(dialect), $$"""{"model":"chat",{{members}}}""");

        (head.ImageCount, head.HasUnseenInput).Should().Be((images, isUnseen));
    }

    [Fact]
    public void Inline_media_is_no_text_and_links_are()
    {
        var image = "data:image/png;base64," + new string('A', 4000);
        var file = new string('B', 3000);
        var responses = $$"""{"model":"chat","input":[{"role":"user","content":[{"type":"input_image","image_url":"{{image}}"},{"type":"input_file","file_data":"{{file}}"},{"type":"input_image","image_url":"https://x/long"}]}]}""";
        var messages = $$$"""{"model":"chat","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{image}}}"}},{"type":"document","source":{"data":"{{{file}}}","type":"base64","media_type":"application/pdf"}},{"type":"document","source":{"type":"text","data":"plain"}}]}]}""";

        var (first, second) = (Head(Dialect.OpenAIResponses, responses), Head(Dialect.AnthropicMessages, messages));

        (first.ImageCount, first.DocumentBytes, first.TextBytes).Should().Be((2, 3000, responses.Length - image.Length - 3000));
        (second.ImageCount, second.DocumentBytes, second.TextBytes).Should().Be((1, 3000, messages.Length - image.Length - 3000));
    }

    [Theory]
    [InlineData("openai-responses", """{"model":"chat","input":7}""", "input")]
    [InlineData("openai-responses", """{"model":"chat","input":"x","stream":"yes"}""", "stream")]
    [InlineData("openai-responses", """{"model":"chat","input":"x","max_output_tokens":-1}""", "max_output_tokens")]
    [InlineData("openai-responses", """{"model":"chat","input":"x","store":1}""", "store")]
    [InlineData("anthropic-messages", """{"model":"chat"}""", "messages")]
    [InlineData("anthropic-messages", """{"model":"chat","messages":{}}""", "messages")]
    [InlineData("anthropic-messages", """{"model":"chat","messages":[],"max_tokens":"many"}""", "max_tokens")]
    public void A_member_of_the_wrong_kind_is_named(string dialect, string body, string member)
    {
        DialectAdapters.Of(Parse(dialect)).ReadHead(Encoding.UTF8.GetBytes(body), out var error).Should().BeNull();
        (error!.Code, error.Param).Should().Be((ErrorCode.InvalidBody, member));
    }

    [Fact]
    public void A_stored_prompt_or_an_earlier_response_may_stand_in_for_the_input() =>
        Head(Dialect.OpenAIResponses, """{"model":"chat","previous_response_id":"resp_1"}""").Model.Should().Be("chat");

    private static Dialect Parse(string name) => DialectNames.TryParse(name, out var dialect) ? dialect : throw new ArgumentException(name);

    private static RequestHead Head(Dialect dialect, string body) =>
        DialectAdapters.Of(dialect).ReadHead(Encoding.UTF8.GetBytes(body), out var error) ?? throw new InvalidOperationException(error!.Message);
}
