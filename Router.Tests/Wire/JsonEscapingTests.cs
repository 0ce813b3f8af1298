// Text goes into a JSON string and comes out of it unchanged.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class JsonEscapingTests
{
    [Property(MaxTest = 1000)]
    public void What_is_escaped_comes_out_as_it_went_in(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text ?? "");
        Unescape(Escape(plain)).Should().Equal(plain);
    }

    [Property(MaxTest = 1000)]
    public void What_is_escaped_is_read_by_others_as_the_same_text(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text ?? "");
        var json = Encoding.UTF8.GetString([(byte)'"', .. Escape(plain), (byte)'"']);
        JsonDocument.Parse(json).RootElement.GetString().Should().Be(Encoding.UTF8.GetString(plain));
    }

    [Theory]
    [InlineData(@"\u0041\n\/\\\""", "A\n/\\\"")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"\u00e4\u20ac", "ä€")]
    [InlineData(@"x\b\f\r\t", "x\b\f\r\t")]
    public void Every_escape_stands_for_its_character(string escaped, string expected) =>
        Encoding.UTF8.GetString(Unescape(Encoding.UTF8.GetBytes(escaped))).Should().Be(expected);

    [Theory]
    [InlineData(@"\ud83d")]
    [InlineData(@"\ude00\ud83d")]
    [InlineData(@"\ud83dx")]
    [InlineData(@"\ud83d\n")]
    public void Half_a_pair_stays_the_escape_it_is(string escaped) =>
        Encoding.UTF8.GetString(Unescape(Encoding.UTF8.GetBytes(escaped))).Should().StartWith(escaped[..6]);

    [Fact]
    public void Only_what_must_be_escaped_is() =>
        Encoding.UTF8.GetString(Escape("/<>&'ü😀\u007f\u0001\u001f\""u8)).Should().Be("/<>&'ü😀\u007f\\u0001\\u001f\\\"");

    private static byte[] Escape(ReadOnlySpan<byte> plain)
    {
        using var output = new PooledBuffer();
        JsonEscaping.Escape(plain, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Unescape(ReadOnlySpan<byte> escaped)
    {
        using var output = new PooledBuffer();
        JsonEscaping.Unescape(escaped, output);
        return output.WrittenSpan.ToArray();
    }
}
