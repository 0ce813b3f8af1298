// Request readers see a body as slices of itself.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Router.Dialects;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class JsonViewTests
{
    [Fact]
    public void Values_are_slices_of_the_body_as_they_were_written()
    {
        var body = Encoding.UTF8.GetBytes("""{"n": 1.0, "o": { "b":1,"a": [ 2] }, "t": "a\u0041\ud83d"}""");
        var tree = JsonTree.Of(body)!;
        var view = new JsonView(tree, 0);
        var (number, json, text) = (view["n"u8].Number, view["o"u8].Json, view["t"u8].Text);
        tree.Dispose();

        Encoding.UTF8.GetString(number.Span).Should().Be("1.0");
        Encoding.UTF8.GetString(json.Span).Should().Be("""{ "b":1,"a": [ 2] }""");
        Encoding.UTF8.GetString(text.Span).Should().Be(@"a\u0041\ud83d");
        body.AsSpan().Overlaps(json.Span).Should().BeTrue();
    }

    [Fact]
    public void Names_and_words_are_compared_decoded()
    {
        var view = Open("""{"typ\u0065": "te\u0078t", "type2": "text"}""");
        view["type"u8].Is("text"u8).Should().BeTrue();
        view["type"u8].Is("tex"u8).Should().BeFalse();
        view["type2"u8].Is("text"u8).Should().BeTrue();
    }

    [Fact]
    public void Half_a_surrogate_pair_in_a_name_or_text_breaks_nothing()
    {
        var view = Open("""{"\ud83d": 1, "a": "\ude00"}""");
        view["a"u8].Decoded.Should().Be("\ude00");
        view["b"u8].IsAbsent.Should().BeTrue();
    }

    [Fact]
    public void What_is_not_there_has_no_members_and_no_elements()
    {
        var view = Open("""{"a": null, "s": "x"}""")["b"u8];
        view.Kind.Should().Be(JsonTokenType.None);
        view["c"u8]["d"u8].IsAbsent.Should().BeTrue();
        view.Count.Should().Be(0);
        foreach (var member in Open("[]").Members)
        {
            member.RawName.Length.Should().Be(-1, "an array has no members");
        }
    }

    [Fact]
    public void Null_is_as_good_as_absent() => Open("""{"a": null}""")["a"u8].IsAbsent.Should().BeTrue();

    [Fact]
    public void Of_a_member_that_stands_twice_the_last_one_counts() =>
        Encoding.UTF8.GetString(Open("""{"a": 1, "a": 2}""")["a"u8].Number.Span).Should().Be("2");

    private static JsonView Open(string json) => new(JsonTree.Of(Encoding.UTF8.GetBytes(json)), 0);
}
