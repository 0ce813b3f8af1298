// What is left of a body when reasoning that is another's is taken out.
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ReasoningEditsTests
{
    private const string Sealed = """{"type":"thinking","thinking":"hm","signature":"rtr1.AAAA"}""";
    private const string Redacted = """{"type":"redacted_thinking","data":"rtr1.AAAA"}""";
    private const string Own = """{"type":"thinking","thinking":"hm","signature":"EqoB"}""";
    private const string Text = """{"type":"text","text":"rtr1. is text"}""";

    [Theory]
    [InlineData(Sealed + "," + Text, Text)]
    [InlineData(Text + " , " + Sealed, Text)]
    [InlineData(Sealed + ", " + Redacted + " ,\n" + Text, Text)]
    [InlineData(Text + "," + Sealed + "," + Text, Text + "," + Text)]
    [InlineData(Own + "," + Sealed + "," + Text + "," + Redacted, Own + "," + Text)]
    [InlineData(Own + "," + Text, Own + "," + Text)]
    public void Sealed_thinking_goes_and_every_other_byte_stays(string content, string left) =>
        Edited(Messages(content), all: false).Should().Be(Messages(left));

    [Fact]
    public void All_thinking_goes_when_a_provider_rejected_it() =>
        Edited(Messages(Own + "," + Sealed + "," + Text), all: true).Should().Be(Messages(Text));

    [Fact]
    public void A_message_that_was_nothing_else_goes_too()
    {
        var edited = Edited(Messages(Sealed + "," + Redacted), all: false);

        JsonNode.Parse(edited)!["messages"]!.AsArray().Should().HaveCount(2).And.OnlyContain(message => (string)message!["role"]! == "user");
    }

    [Fact]
    public void A_sealed_item_of_Responses_goes_and_one_of_the_service_stays()
    {
        const string Message = """{"role":"user","content":"hi"}""";
        const string Foreign = """{"type":"reasoning","summary":[],"encrypted_content":"rtr1.AAAA"}""";
        const string Home = """{"type":"reasoning","summary":[],"encrypted_content":"gAAA"}""";

        Edited($$"""{"model":"m","input":[{{Message}},{{Foreign}},{{Home}},{{Foreign}}]}""", all: false)
            .Should().Be($$"""{"model":"m","input":[{{Message}},{{Home}}]}""");
    }

    [Fact]
    public void What_only_looks_like_a_token_in_a_text_stays()
    {
        var body = Messages(Text);

        Edited(body, all: false).Should().Be(body);
        Edited(body, all: true).Should().Be(body);
    }

    private static string Messages(string content) =>
        $$"""{"model":"m", "max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{{content}}]} ,{"role":"user","content":"b"}]}""";

    private static string Edited(string body, bool all)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (all)
        {
            return Apply(bytes, ReasoningEdits.All(bytes));
        }

        var dialect = body.Contains("\"input\"", StringComparison.Ordinal) ? Dialect.OpenAIResponses : Dialect.AnthropicMessages;
        var head = DialectAdapters.Of(dialect).ReadHead(bytes, out var error)!;
        error.Should().BeNull();
        head.LeavesOutReasoning.Should().Be(head.FixedEdits.Count > 0);
        return Apply(bytes, head.FixedEdits);
    }

    private static string Apply(byte[] bytes, IReadOnlyList<JsonEdit> edits)
    {
        var edited = JsonEdits.Apply(bytes, [.. edits]);
        return Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(edited));
    }
}
