// The words for a place in a document lead back to it.
using System.Text;
using FluentAssertions;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class JsonPathTests
{
    private const string Body = """ {"a":"x","list":[1,[2,{"b_1":"y"}],{}],"two words":{"c":"z"},"e\u0073c":"w","":{"d":"v"},"a2":null} """;

    [Theory]
    [InlineData("\"x\"", "a")]
    [InlineData("1,[", "list[0]")]
    [InlineData("2,{", "list[1][0]")]
    [InlineData("\"y\"", "list[1][1].b_1")]
    [InlineData("{}", "list[2]")]
    [InlineData("null", "a2")]
    public void A_value_is_told_by_names_and_indexes(string value, string path) => PathOf(value).Should().Be(path);

    [Theory]
    [InlineData("\"z\"", "*.c")]
    [InlineData("\"w\"", "*")]
    [InlineData("\"v\"", "*.d")]
    public void A_name_that_is_no_plain_word_is_not_repeated(string value, string path) => PathOf(value).Should().Be(path);

    [Theory]
    [InlineData("a", "a")]
    [InlineData("list[1][12].b_1", "list[][].b_1")]
    public void A_place_can_be_told_without_indexes(string path, string without) => JsonPath.WithoutIndices(path).Should().Be(without);

    [Fact]
    public void Many_are_told_in_the_order_that_was_asked_for()
    {
        var bytes = Encoding.UTF8.GetBytes(Body);
        int[] offsets = [OffsetOf("\"y\""), OffsetOf("\"x\""), 3, OffsetOf("{}")];
        JsonPath.Of(bytes, offsets).Should().Equal("list[1][1].b_1", "a", "", "list[2]");
    }

    [Fact]
    public void The_deepest_document_that_is_read_is_told_too()
    {
        var depth = JsonDocumentScan.MaxDepth - 1;
        var body = """{"a":""" + new string('[', depth) + "7" + new string(']', depth) + "}";
        JsonDocumentScan.TryScan(Encoding.UTF8.GetBytes(body), [], out _).Should().BeTrue();
        JsonPath.Of(Encoding.UTF8.GetBytes(body), [body.IndexOf('7', StringComparison.Ordinal)]).Single()
            .Should().Be("a" + string.Concat(Enumerable.Repeat("[0]", depth)));
    }

    private static int OffsetOf(string value) => Body.IndexOf(value, StringComparison.Ordinal);

    private static string PathOf(string value) => JsonPath.Of(Encoding.UTF8.GetBytes(Body), [OffsetOf(value)]).Single();
}
