// Arguments stay the JSON they are, as a string and as an object.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ToolArgumentsTests
{
    [Theory]
    [InlineData("""{"b":1.0,"a":12345678901234567890}""")]
    [InlineData("""{ "x" : "\u00e4\ud83d" }""")]
    public void An_object_keeps_its_numbers_keys_and_escapes_both_ways(string arguments)
    {
        var text = Text(arguments, "Plain");
        Object(text[1..^1], "Escaped").Should().Be((arguments, true));
        Object(arguments, "Plain").Should().Be((arguments, true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void No_arguments_are_an_empty_object(string arguments) => Object(arguments, "Escaped").Should().Be(("{}", true));

    [Fact]
    public void No_arguments_are_an_empty_object_in_text_too() => Text("", "Escaped").Should().Be("\"{}\"");

    [Theory]
    [InlineData("""{\"a\":""")]
    [InlineData("[1]")]
    [InlineData("{} {}")]
    [InlineData("\\\"x\\\"")]
    public void Text_that_is_no_object_is_carried_as_the_text_it_is(string escaped) =>
        Object(escaped, "Escaped").Should().Be(($"{{\"_unparsed_arguments\":\"{escaped}\"}}", false));

    [Fact]
    public void A_pair_that_was_cut_between_two_pieces_is_whole_again() =>
        Object("""{\"a\":\"\ud83d\ude00\"}""", "Escaped").Should().Be(("{\"a\":\"😀\"}", true));

    private static string Text(string arguments, string form)
    {
        using var output = new PooledBuffer();
        ToolArguments.WriteAsText(new JsonOutput(output), Encoding.UTF8.GetBytes(arguments), Enum.Parse<TextForm>(form));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static (string Json, bool Parsed) Object(string arguments, string form)
    {
        using var output = new PooledBuffer();
        var parsed = ToolArguments.WriteAsObject(new JsonOutput(output), Encoding.UTF8.GetBytes(arguments), Enum.Parse<TextForm>(form));
        return (Encoding.UTF8.GetString(output.WrittenSpan), parsed);
    }
}
