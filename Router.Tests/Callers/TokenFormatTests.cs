// The form of minted tokens.
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Router.Callers;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Callers;

public sealed class TokenFormatTests
{
    private const string Letters = "abcXYZ019_.-";

    [Property(MaxTest = 300)]
    public Property Minted_tokens_parse_and_hold_their_checksum() => Prop.ForAll(Ids(), id =>
    {
        var (text, hash) = new TokenMint().Mint(TokenKind.Caller, id);

        return TokenFormat.LooksMinted(text)
            && TokenFormat.ChecksumHolds(text)
            && TokenFormat.TryFindId(text, out ReadOnlySpan<char> found)
            && found.SequenceEqual(id)
            && hash == TokenHash.Of(text);
    });

    [Property(MaxTest = 1000)]
    public Property One_changed_character_breaks_the_checksum() =>
        Prop.ForAll(Ids(), Gen.Choose(0, 10_000).ToArbitrary(), Gen.Choose(33, 126).ToArbitrary(), (id, at, with) =>
        {
            var text = new TokenMint().Mint(TokenKind.Caller, id).Text;
            var changed = text.ToCharArray();
            changed[at % changed.Length] = (char)with;
            return TokenFormat.ChecksumHolds(changed) == (new string(changed) == text);
        });

    [Fact]
    public void Minted_tokens_never_collide()
    {
        var mint = new TokenMint();

        Enumerable.Range(0, 10_000).Select(_ => mint.Mint(TokenKind.Caller, "ci").Text).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void All_256_bits_are_in_the_secret()
    {
        var texts = new List<string>();
        for (var bit = 0; bit < 256; bit++)
        {
            var one = bit;
            texts.Add(new TokenMint(bytes =>
            {
                bytes.Clear();
                bytes[one / 8] = (byte)(1 << (one % 8));
            }).Mint(TokenKind.Caller, "ci").Text);
        }

        texts.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_form_is_fixed()
    {
        var text = new TokenMint(static bytes => bytes.Fill(0xff)).Mint(TokenKind.Admin, "ops_1.a-b").Text;

        text.Should().MatchRegex("^rta_ops_1\\.a-b_[0-9A-Za-z]{49}$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("rtr_")]
    [InlineData("rtr_ci_short")]
    [InlineData("sk-proj-0123456789")]
    [InlineData("rtr__0000000000000000000000000000000000000000000000000")]
    [InlineData("rtx_ci_0000000000000000000000000000000000000000000000000")]
    [InlineData("rtr_c/i_0000000000000000000000000000000000000000000000000")]
    public void Other_texts_do_not_look_minted(string text)
    {
        TokenFormat.LooksMinted(text).Should().BeFalse();
        TokenFormat.ChecksumHolds(text).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void An_id_that_would_not_parse_is_not_minted(string id)
    {
        Action mint = () => new TokenMint().Mint(TokenKind.Caller, id);

        mint.Should().Throw<ArgumentException>();
    }

    private static Arbitrary<string> Ids() =>
        Gen.Elements(Letters.ToCharArray()).NonEmptyListOf()
            .Where(letters => letters.Count <= TokenFormat.MaxIdLength)
            .Select(letters => string.Concat(letters))
            .ToArbitrary();
}
