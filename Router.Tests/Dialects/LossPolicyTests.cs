// One table says what becomes of everything that cannot be carried.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Configuration;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class LossPolicyTests
{
    public static TheoryData<string> Rules => new(Enum.GetNames<LossRule>());

    [Fact]
    public void Every_rule_has_one_row_in_its_order() =>
        LossPolicy.Rows.Select(row => row.Rule).Should().Equal(Enum.GetValues<LossRule>());

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_row_names_its_member_where_it_occurs_and_loses_something_somewhere(string rule)
    {
        var row = LossPolicy.Of(Enum.Parse<LossRule>(rule));
        Enum.GetValues<Dialect>().Should().Contain(dialect => row.NameIn(dialect) != null);
        Enum.GetValues<Dialect>().Should().Contain(dialect => row.Towards(dialect) != Fate.Exact, "a rule that loses nothing needs no row");
        row.Why.Should().MatchRegex("^[a-zA-Z].*[^.]$", "it is half a sentence");
    }

    [Fact]
    public void What_spares_a_member_its_fate_is_a_trait_that_the_configuration_takes()
    {
        var traits = SchemaCheck.Sample(JsonNode.Parse(ConfigurationSchema.Json())!.AsObject())!["providers"]!["name"]!["models"]!["name"]!["traits"]!;

        LossPolicy.Rows.Where(row => row.Unless is not null).SelectMany(row => row.Unless!.Split(", ")).Distinct(StringComparer.Ordinal)
            .Should().BeSubsetOf([.. traits.AsObject().Select(trait => trait.Key), "or no side is Messages"]);
    }

    [Fact]
    public void A_loss_is_named_in_the_callers_words()
    {
        LossPolicy.Lose(LossRule.Stop, Dialect.OpenAIChat, Dialect.OpenAIResponses).Path.Should().Be("stop");
        LossPolicy.Lose(LossRule.Stop, Dialect.AnthropicMessages, Dialect.OpenAIResponses).Path.Should().Be("stop_sequences");
        LossPolicy.Lose(LossRule.UnknownField, Dialect.OpenAIChat, Dialect.AnthropicMessages, "min_p")
            .Should().Be(new Loss("min_p", Fate.Refused, "the router does not know this field"));
    }

    [Fact]
    public void A_loss_that_the_table_calls_exact_is_refused_rather_than_hidden() =>
        LossPolicy.Lose(LossRule.Verbosity, Dialect.OpenAIChat, Dialect.OpenAIResponses).Fate.Should().Be(Fate.Refused);

    [Theory]
    [InlineData("Seed", Dialect.AnthropicMessages, "Ignored")]
    [InlineData("LogitBias", Dialect.AnthropicMessages, "Refused")]
    [InlineData("LogitBias", Dialect.OpenAIResponses, "Refused")]
    [InlineData("Verbosity", Dialect.AnthropicMessages, "Ignored")]
    [InlineData("ImageDetailOriginal", Dialect.OpenAIChat, "Approximated")]
    [InlineData("ResultError", Dialect.OpenAIChat, "Approximated")]
    [InlineData("ServiceTier", Dialect.AnthropicMessages, "Refused")]
    [InlineData("Truncation", Dialect.AnthropicMessages, "Approximated")]
    [InlineData("AgentField", Dialect.OpenAIChat, "Ignored")]
    [InlineData("AgentTool", Dialect.AnthropicMessages, "Ignored")]
    [InlineData("DocumentCitations", Dialect.OpenAIChat, "Refused")]
    [InlineData("StrictUnsaid", Dialect.OpenAIChat, "Approximated")]
    public void Fates_are_those_of_the_mapping(string rule, object target, string fate) =>
        LossPolicy.Of(Enum.Parse<LossRule>(rule)).Towards((Dialect)target).ToString().Should().Be(fate);

    [Fact]
    public void A_report_begins_with_what_the_reader_had_no_place_for()
    {
        var request = new InferenceRequest
        {
            Source = Dialect.OpenAIChat,
            Unread = [new UnreadMember(LossRule.Prediction, "prediction"), new UnreadMember(LossRule.UnknownField, "min_p")],
        };
        var losses = new LossList();
        LossReport.Of(request, Dialect.AnthropicMessages, losses).Lose(LossRule.Seed);

        losses.Paths(Fate.Ignored).Should().Equal("prediction", "seed");
        losses.Paths(Fate.Refused).Should().Equal("min_p");
        losses.AnyRefused.Should().BeTrue();
    }

    [Fact]
    public void Behind_the_bound_of_the_notes_whatever_comes_is_refused()
    {
        var notes = new ReadingNotes();
        for (var number = 0; number < 10_000; number++)
        {
            notes.Unread(LossRule.CacheMark, $"member{number}");
        }

        notes.Unread().Should().HaveCount(LossList.MostEntries + 1);
        notes.Unread()[^1].Rule.Should().Be(LossRule.UnknownField);
    }
}
