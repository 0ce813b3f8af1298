// JSON is written from values and from pieces that are JSON already.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class JsonOutputTests
{
    [Fact]
    public void Commas_stand_between_values_and_nowhere_else() => Written(json =>
    {
        json.BeginObject();
        json.Name("a"u8);
        json.BeginArray();
        json.Number(-1);
        json.Bool(true);
        json.Null();
        json.BeginObject();
        json.EndObject();
        json.BeginArray();
        json.EndArray();
        json.EndArray();
        json.Name("b"u8);
        json.Raw("1.0"u8);
        json.EndObject();
    }).Should().Be("""{"a":[-1,true,null,{},[]],"b":1.0}""");

    [Fact]
    public void Text_is_copied_when_it_is_escaped_and_escaped_when_it_is_not() => Written(json =>
    {
        json.BeginArray();
        json.Escaped(@"\u0041\/"u8);
        json.Plain("a\"b\n"u8);
        json.String("ü\"");
        json.String(null);
        json.EndArray();
    }).Should().Be("""["\u0041\/","a\"b\n","ü\"",null]""");

    [Fact]
    public void A_string_is_joined_from_pieces_of_any_form() => Written(json =>
    {
        json.BeginArray();
        json.BeginText();
        json.AppendText("[tool error] ");
        json.AppendEscaped(@"\ud83d"u8);
        json.AppendEscaped(@"\ude00"u8);
        json.AppendPlain("\""u8);
        json.EndText();
        json.Number(1);
        json.EndArray();
    }).Should().Be("""["[tool error] \ud83d\ude00\"",1]""");

    [Fact]
    public void Raw_json_that_is_empty_leaves_no_comma() => Written(json =>
    {
        json.BeginArray();
        json.Raw(default);
        json.Raw("1,2"u8);
        json.Raw(default);
        json.Number(3);
        json.EndArray();
    }).Should().Be("[1,2,3]");

    [Fact]
    public void Raw_json_inside_an_event_stays_on_one_line() =>
        Written(json => json.Raw("{\r\n \"a\": 1\n}"u8), oneLine: true).Should().Be("{   \"a\": 1 }");

    [Property(MaxTest = 500)]
    public void Any_text_is_read_back_as_it_was(string text)
    {
        text ??= "";
        var json = Written(output => output.String(text));
        JsonText.Decode(Encoding.UTF8.GetBytes(json).AsSpan()[1..^1]).Should().Be(text);
    }

    // No theory: an attribute cannot hold half a pair.
    [Fact]
    public void Half_a_surrogate_pair_survives_as_an_escape()
    {
        Written(json => json.String("\ud83d")).Should().Be("\"\\ud83d\"");
        Written(json => json.String("a\ude00b")).Should().Be("\"a\\ude00b\"");
    }

    [Fact]
    public void Long_text_is_whole()
    {
        var text = string.Concat(Enumerable.Repeat("aü😀\n", 1000));
        JsonDocument.Parse(Written(json => json.String(text))).RootElement.GetString().Should().Be(text);
    }

    private static string Written(Action<JsonOutput> write, bool oneLine = false)
    {
        using var output = new PooledBuffer();
        write(new JsonOutput(output, oneLine));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
