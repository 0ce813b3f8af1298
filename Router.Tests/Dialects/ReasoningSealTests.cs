// Sealed reasoning comes back byte for byte, and nothing else opens.
using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ReasoningSealTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, ReasoningSeal.KeyLength).Select(number => (byte)number)];
    private static readonly ReasoningOrigin Origin = new("anthropic-eu", "claude-x", Dialect.AnthropicMessages);

    private readonly ReasoningSeal _seal = new(Key);

    [Property(MaxTest = 200)]
    public void A_payload_comes_back_with_its_origin(byte[] payload)
    {
        payload ??= [];
        var opened = _seal.Open(_seal.Seal(Origin, payload));
        opened!.Origin.Should().Be(Origin);
        opened.Payload.ToArray().Should().Equal(payload);
    }

    [Fact]
    public void The_same_payload_gives_the_same_token_so_that_prompt_caches_stay_warm()
    {
        _seal.Seal(Origin, "{}"u8).Should().Equal(new ReasoningSeal(Key).Seal(Origin, "{}"u8));
        _seal.Seal(Origin, "{}"u8).Should().NotEqual(_seal.Seal(Origin with { Model = "other" }, "{}"u8));
    }

    [Fact]
    public void A_token_needs_no_escapes_in_json_and_shows_nothing()
    {
        var token = Encoding.ASCII.GetString(_seal.Seal(Origin, "secret thoughts"u8));
        token.Should().MatchRegex("^rtr1\\.[A-Za-z0-9_-]+$").And.NotContain("secret");
        ReasoningSeal.IsToken(Encoding.ASCII.GetBytes(token)).Should().BeTrue();
    }

    [Fact]
    public void Whatever_was_altered_does_not_open()
    {
        var token = _seal.Seal(Origin, "{\"type\":\"thinking\"}"u8);
        for (var index = 0; index < token.Length; index++)
        {
            foreach (var other in "Aa0-_.~"u8.ToArray().Where(letter => letter != token[index]))
            {
                var altered = token.ToArray();
                altered[index] = other;
                var opened = _seal.Open(altered);

                // The last letter of base64url has bits to spare, and only there may another letter mean the same.
                if (opened is not null)
                {
                    index.Should().Be(token.Length - 1);
                }
            }

            _seal.Open(token.AsSpan(0, index)).Should().BeNull();
        }
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        var token = _seal.Seal(Origin, "x"u8);
        var other = Key.ToArray();
        other[0] ^= 1;
        new ReasoningSeal(other).Open(token).Should().BeNull();
        ReasoningSeal.IsToken(token).Should().BeTrue();
    }

    [Fact]
    public void A_client_may_escape_what_needs_no_escape()
    {
        var token = Encoding.ASCII.GetString(_seal.Seal(Origin, "x"u8));
        _seal.Open(Encoding.ASCII.GetBytes("\\u0072" + token[1..]))!.Origin.Should().Be(Origin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rtr1.")]
    [InlineData("rtr1.AAAA")]
    [InlineData("EqQBCgIYAhIkNjQ2")]
    [InlineData("\\ud83d")]
    [InlineData("rtr1.\\ud83d")]
    public void What_is_no_token_does_not_open(string text) => _seal.Open(Encoding.UTF8.GetBytes(text)).Should().BeNull();

    [Fact]
    public void A_key_of_another_length_is_a_mistake() =>
        FluentActions.Invoking(() => new ReasoningSeal(new byte[16])).Should().Throw<ArgumentOutOfRangeException>();
}
