// Going through a tree shows what the platform's own document shows.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class JsonTreeTests
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonReader.MaxDepth };

    [Property(MaxTest = 2000)]
    public void Every_value_is_found_where_it_stands(byte[] choices)
    {
        var json = Encoding.UTF8.GetBytes(Made(new Queue<byte>(choices ?? []), 0));
        using var tree = JsonTree.Of(json);
        using var document = JsonDocument.Parse(json, Options);
        var shown = new StringBuilder();
        Show(new JsonView(tree, 0), shown);
        var expected = new StringBuilder();
        Show(document.RootElement, expected);
        shown.ToString().Should().Be(expected.ToString());
    }

    [Fact]
    public void More_values_than_were_made_room_for_are_found_as_well()
    {
        var json = "[" + string.Join(',', Enumerable.Range(0, 1000).Select(number => $"{{\"n\":[{number}]}}")) + "]";
        using var tree = JsonTree.Of(Encoding.UTF8.GetBytes(json));
        var view = new JsonView(tree, 0);
        view.Count.Should().Be(1000);
        var number = 0;
        foreach (var item in view.Items)
        {
            Encoding.UTF8.GetString(item["n"u8].Json.Span).Should().Be($"[{number++}]");
        }
    }

    [Fact]
    public void A_body_of_too_many_values_is_refused()
    {
        using var most = JsonTree.Of(List(JsonTree.MostNodes - 1));
        most.Should().NotBeNull();
        JsonTree.Of(List(JsonTree.MostNodes)).Should().BeNull();
        var seal = new ReasoningSeal(new byte[ReasoningSeal.KeyLength]);
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            Translators.Of(dialect).RequestReader.Read(List(JsonTree.MostNodes), new RequestReading(seal), out var error).Should().BeNull();
            error!.Code.Should().Be(ErrorCode.InvalidBody);
            error.Detail.Should().Contain("too many");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1")]
    [InlineData("[1]]")]
    public void What_is_not_JSON_is_refused(string text)
    {
        var of = () => JsonTree.Of(Encoding.UTF8.GetBytes(text));
        of.Should().Throw<JsonException>();
    }

    private static byte[] List(int numbers)
    {
        var list = new byte[(numbers * 2) + 1];
        list.AsSpan().Fill((byte)'1');
        for (var at = 0; at < list.Length; at += 2)
        {
            list[at] = (byte)',';
        }

        (list[0], list[^1]) = ((byte)'[', (byte)']');
        return list;
    }

    private static string Made(Queue<byte> choices, int depth)
    {
        var choice = choices.TryDequeue(out var next) ? next : (byte)0;
        var many = depth < 6 ? choice / 8 % 4 : 0;
        return (choice % 8) switch
        {
            0 => "null",
            1 => "true",
            2 => "\"a \\\" b\"",
            3 => "\"\"",
            4 => "-1.5e3",
            5 or 6 => "{" + string.Join(" , ", Enumerable.Range(0, many).Select(number => $"\"n\\u006{number}{choice}\" : {Made(choices, depth + 1)}")) + "}",
            _ => "[ " + string.Join(",", Enumerable.Range(0, many).Select(_ => Made(choices, depth + 1))) + "]",
        };
    }

    private static void Show(JsonView view, StringBuilder shown)
    {
        shown.Append(Encoding.UTF8.GetString(view.Json.Span)).Append(';').Append(view.Count).Append(';').Append(view.IsText ? view.Decoded : "");
        foreach (var member in view.Members)
        {
            shown.Append(JsonText.Decode(member.RawName)).Append('=');
            Show(member.Value, shown);
        }

        foreach (var item in view.Items)
        {
            Show(item, shown);
        }
    }

    private static void Show(JsonElement element, StringBuilder shown)
    {
        var isArray = element.ValueKind == JsonValueKind.Array;
        shown.Append(element.GetRawText()).Append(';').Append(isArray ? element.GetArrayLength() : 0).Append(';')
            .Append(element.ValueKind == JsonValueKind.String ? element.GetString() : "");
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            shown.Append(member.Name).Append('=');
            Show(member.Value, shown);
        }

        foreach (var item in isArray ? element.EnumerateArray() : default)
        {
            Show(item, shown);
        }
    }
}
