// What is true of each dialect's own service.
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Inference;

public sealed class TargetTraitsTests
{
    [Fact]
    public void A_profile_is_of_the_dialect_asked_for() =>
        Enum.GetValues<Dialect>().Should().OnlyContain(dialect => TargetTraits.Of(dialect).Dialect == dialect);

    [Fact]
    public void Chat_and_responses_take_what_messages_does_not()
    {
        var (chat, responses, messages) =
            (TargetTraits.Of(Dialect.OpenAIChat), TargetTraits.Of(Dialect.OpenAIResponses), TargetTraits.Of(Dialect.AnthropicMessages));
        (chat.CustomTools, responses.CustomTools, messages.CustomTools).Should().Be((true, true, false));
        (chat.JsonObject, responses.JsonObject, messages.JsonObject).Should().Be((true, true, false));
        (chat.LogProbs, responses.LogProbs, messages.LogProbs).Should().Be((true, true, false));
        (chat.StopMax, responses.StopMax, messages.StopMax).Should().Be((4, 0, int.MaxValue));
        (chat.TemperatureMax, responses.TemperatureMax, messages.TemperatureMax).Should().Be((2, 2, 1));
        (chat.TopK, responses.TopK, messages.TopK).Should().Be((false, false, true));
        (chat.ToolResultImages, responses.ToolResultImages, messages.ToolResultImages).Should().Be((false, true, true));
        (chat.DocumentUrls, responses.DocumentUrls, messages.DocumentUrls).Should().Be((false, true, true));
        (chat.ToolNameMax, responses.ToolNameMax, messages.ToolNameMax).Should().Be((64, 64, 128));
    }

    [Fact]
    public void A_level_has_the_budget_that_the_mapping_suggests() =>
        Enum.GetValues<ReasoningEffort>().Select(ThinkingBudgets.Of).Should().Equal(null, 1024, 2048, 8192, 16384, 32768, null);
}
