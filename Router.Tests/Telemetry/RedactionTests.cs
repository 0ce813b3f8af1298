// What an upstream says reaches callers without keys and account names.
using FluentAssertions;
using Router.Telemetry;
using Xunit;

namespace Router.Tests.Telemetry;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-4f9a********Xk2Q. See the site.", "Incorrect API key provided: [redacted] See the site.")]
    [InlineData("The key sk-ant-api03-AbCdEf012345 is disabled", "The key [redacted] is disabled")]
    [InlineData("Key AKIAIOSFODNN7EXAMPLE has no rights", "Key [redacted] has no rights")]
    [InlineData("API key AIzaSyD-0123456789_abc not valid", "API key [redacted] not valid")]
    [InlineData("sent Authorization: Bearer abc.def+ghi/jkl= and no more", "sent Authorization: [redacted] and no more")]
    [InlineData("Rate limit reached in organization org-AbCdEf123456 on tokens", "Rate limit reached in organization [redacted] on tokens")]
    [InlineData("account acct_1234567890 and project proj_0987654321", "account [redacted] and project [redacted]")]
    public void Keys_tokens_and_account_ids_are_taken_out(string said, string passedOn) => Redaction.Clean(said).Should().Be(passedOn);

    [Theory]
    [InlineData("The model gpt-5-mini does not take temperature.")]
    [InlineData("max_tokens: 9000 > 8192, which is the maximum for claude-sonnet")]
    [InlineData("")]
    public void Other_words_stay_as_they_are(string said) => Redaction.Clean(said).Should().Be(said);

    [Fact]
    public void No_more_is_passed_on_than_a_message_should_have() =>
        Redaction.Clean(new string('a', 10_000)).Should().HaveLength(Redaction.MaxLength);

    [Fact]
    public void A_key_across_the_end_is_taken_out_whole()
    {
        var before = new string('a', Redaction.MaxLength - "sk-ant-a".Length - 1) + " ";

        Redaction.Clean(before + "sk-ant-api03-AbCdEf012345").Should().Be(before + "[redacte");
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_in_half()
    {
        var before = new string('a', Redaction.MaxLength - 1);

        Redaction.Clean(before + "😀😀").Should().Be(before);
    }
}
