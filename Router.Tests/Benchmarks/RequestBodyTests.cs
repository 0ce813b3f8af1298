// Sizes that are compared must be those sizes, and of the same session in every dialect.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Benchmarks;

public sealed class RequestBodyTests
{
    public static IEnumerable<object[]> All =>
        from dialect in Enum.GetValues<Dialect>() from size in BenchLoad.Sizes select new object[] { dialect.Short(), size.Bytes };

    [Theory]
    [MemberData(nameof(All))]
    public void A_body_is_a_request_of_exactly_the_size(string dialect, int size)
    {
        var body = RequestBody.Of(Load(dialect, size));

        body.Should().HaveCount(size);
        var root = JsonDocument.Parse(body).RootElement;
        root.GetProperty("model").GetString().Should().Be(dialect);
        root.GetProperty("stream").GetBoolean().Should().BeTrue();
        MockAnswerWords.Of(body).Should().Be(MockAnswer.Each);
    }

    [Fact]
    public void A_large_body_has_the_turns_of_a_session_and_about_as_many_in_every_dialect()
    {
        var turns = Enum.GetValues<Dialect>()
            .Select(dialect => Encoding.UTF8.GetString(RequestBody.Of(Load(dialect.Short(), 1_000_000))).Split("src/a.cs").Length - 1).ToArray();

        turns.Should().OnlyContain(count => count > 600);
        (turns.Max() - turns.Min()).Should().BeLessThan(turns.Max() / 10);
    }

    [Fact]
    public void A_size_that_no_request_can_have_is_refused()
    {
        var making = () => RequestBody.Of(Load("responses", 100));

        making.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_load_that_is_to_be_translated_asks_for_the_group_of_the_other_dialect()
    {
        var load = new BenchLoad(Dialect.AnthropicMessages, Dialect.OpenAIChat, MockAnswer.Whole);

        JsonDocument.Parse(RequestBody.Of(load)).RootElement.GetProperty("model").GetString().Should().Be("chat");
    }

    private static BenchLoad Load(string dialect, int size) =>
        BenchLoad.Same(Enum.GetValues<Dialect>().Single(of => of.Short() == dialect), MockAnswer.Each, size);
}
