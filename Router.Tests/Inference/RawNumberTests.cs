// Numbers are compared as values and carried as text.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Inference;

public sealed class RawNumberTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("10e-1", true)]
    [InlineData("1.0000001", false)]
    [InlineData("0", false)]
    public void Equality_is_of_the_value_and_not_of_the_notation(string text, bool isOne) => Number(text).Is(1).Should().Be(isOne);

    [Theory]
    [InlineData("0", true)]
    [InlineData("2", true)]
    [InlineData("-0.1", false)]
    [InlineData("2.01", false)]
    [InlineData("1e999", false)]
    public void A_number_beyond_every_type_is_beyond_every_bound(string text, bool isWithin) =>
        Number(text).IsWithin(0, 2).Should().Be(isWithin);

    private static RawNumber Number(string text) => new(Encoding.UTF8.GetBytes(text));
}
