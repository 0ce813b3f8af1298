// Which header holds the token, and what is said when none does.
using FluentAssertions;
using Router.Callers;
using Router.Inference;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Callers;

public sealed class CredentialReaderTests
{
    [Theory]
    [InlineData("Bearer abc", null)]
    [InlineData("bearer abc", null)]
    [InlineData("BEARER \t abc ", null)]
    [InlineData(null, "abc")]
    [InlineData("", " abc ")]
    [InlineData("Bearer abc", "abc")]
    [InlineData("Basic dTpw", "abc")]
    [InlineData("Bearer ", "abc")]
    public void The_token_is_found(string? authorization, string? apiKey)
    {
        var token = CredentialReader.Read(authorization, apiKey, out RouterError? error).ToString();

        token.Should().Be("abc");
        error.Should().BeNull();
    }

    [Theory]
    [InlineData(null, null, "*Authorization: Bearer TOKEN*x-api-key*")]
    [InlineData("", "  ", "*No token was sent*")]
    [InlineData("Basic dTpw", null, "*no bearer token*")]
    [InlineData("Bearerabc", null, "*no bearer token*")]
    [InlineData("Bearer", null, "*no bearer token*")]
    public void No_token_is_invalid_with_words_that_help(string? authorization, string? apiKey, string message)
    {
        CredentialReader.Read(authorization, apiKey, out RouterError? error).IsEmpty.Should().BeTrue();

        error!.Code.Should().Be(ErrorCode.InvalidToken);
        error.Message.Should().Match(message);
    }

    [Fact]
    public void Two_different_tokens_are_ambiguous()
    {
        CredentialReader.Read("Bearer abc", "abd", out RouterError? error).IsEmpty.Should().BeTrue();

        error!.Code.Should().Be(ErrorCode.AmbiguousCredentials);
    }

    [Fact]
    public void A_token_may_have_512_characters_and_no_more()
    {
        CredentialReader.Read(null, new string('a', 512), out RouterError? fits);
        CredentialReader.Read("Bearer " + new string('a', 513), null, out RouterError? tooLong);

        fits.Should().BeNull();
        tooLong!.Code.Should().Be(ErrorCode.InvalidToken);
    }

    [Fact]
    public void Reading_allocates_nothing() =>
        Allocated.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                CredentialReader.Read("Bearer abc", "abc", out _);
            }
        }).Should().Be(0);

    [Fact]
    public void A_token_that_is_not_known_is_explained_by_its_form()
    {
        var caller = new TokenMint().Mint(TokenKind.Caller, "ci").Text;
        var admin = new TokenMint().Mint(TokenKind.Admin, "ops").Text;

        CredentialReader.Explain(caller).Detail.Should().Contain("not known here");
        CredentialReader.Explain("sk-anything").Detail.Should().Contain("not known here");
        CredentialReader.Explain(caller[..^1] + (caller[^1] == 'a' ? 'b' : 'a')).Detail.Should().Contain("damaged");
        CredentialReader.Explain(admin).Detail.Should().Contain("admin token");
    }
}
