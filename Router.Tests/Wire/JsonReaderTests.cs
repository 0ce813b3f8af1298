// The reader agrees with the platform's own, token by token, on JSON and on what is nearly JSON.
using System.Globalization;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class JsonReaderTests
{
    [Property(MaxTest = 20000)]
    public void Any_mutation_is_read_as_the_platform_reads_it(byte seed, (ushort At, byte Value, byte Kind)[] changes)
    {
        var json = NearlyJson.Of(seed, changes);
        Trail(json).Should().Equal(PlatformTrail(json), "of {0}", Encoding.Latin1.GetString(json));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("{\"a\":1}x")]
    [InlineData("{\"a\":1} ")]
    [InlineData("{\"a\" \n : 1 , }")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("[1}")]
    [InlineData("{\"a\":1]")]
    [InlineData("{1:2}")]
    [InlineData("[01]")]
    [InlineData("[1.]")]
    [InlineData("[-]")]
    [InlineData("[1e]")]
    [InlineData("[1/2]")]
    [InlineData("[truex]")]
    [InlineData("[nul]")]
    [InlineData("\uFEFF{}")]
    [InlineData("[\"\\ud800\",\"\\x\"]")]
    [InlineData("[\"\\u12G4\"]")]
    [InlineData("[\"a\u0001\"]")]
    [InlineData("[\"a\u007f\"]")]
    [InlineData("[\"0123456789abcdef\"]")]
    [InlineData("[\"0123456789abcde\\\"\"]")]
    [InlineData("[\"0123456789abcdef")]
    [InlineData("[//c\n1]")]
    [InlineData("1,2")]
    [InlineData(",")]
    [InlineData("]")]
    public void What_is_nearly_JSON_is_read_as_the_platform_reads_it(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        Trail(json).Should().Equal(PlatformTrail(json));
    }

    [Theory]
    [InlineData(JsonReader.MaxDepth, "[", "]")]
    [InlineData(JsonReader.MaxDepth + 1, "[", "]")]
    [InlineData(JsonReader.MaxDepth, "{\"a\":", "}")]
    [InlineData(JsonReader.MaxDepth + 1, "{\"a\":", "}")]
    [InlineData(65, "[{\"a\":", "}]")]
    [InlineData(66, "[{\"a\":", "}]")]
    public void Depth_ends_where_it_ends_for_the_platform(int times, string open, string close)
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, times)) + "0" + string.Concat(Enumerable.Repeat(close, times)));
        Trail(json).Should().Equal(PlatformTrail(json));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775808")]
    [InlineData("2147483648")]
    [InlineData("1.0")]
    [InlineData("0.000123")]
    [InlineData("1.5e-7")]
    [InlineData("1E3")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1e400")]
    public void A_number_has_the_value_that_it_has_for_the_platform(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        var reader = new JsonReader(json);
        var platform = new Utf8JsonReader(json);
        (reader.Read(), platform.Read()).Should().Be((true, true));
        (reader.TryGetInt32(out var small) ? small : null as int?).Should().Be(platform.TryGetInt32(out var smallToo) ? smallToo : null);
        (reader.TryGetInt64(out var whole) ? whole : null as long?).Should().Be(platform.TryGetInt64(out var wholeToo) ? wholeToo : null);
        (reader.TryGetDecimal(out var exact) ? exact : null as decimal?).Should().Be(platform.TryGetDecimal(out var exactToo) ? exactToo : null);
    }

    [Fact]
    public void Skipping_stands_where_skipping_stands_for_the_platform()
    {
        var json = Encoding.UTF8.GetBytes(NearlyJson.Whole);
        var reader = new JsonReader(json);
        var platform = new Utf8JsonReader(json);
        for (var steps = 0; steps < 60; steps++)
        {
            (reader.Read(), platform.Read()).Should().BeOneOf((true, true), (false, false));
            if (steps % 3 == 1)
            {
                reader.Skip();
                platform.Skip();
            }

            (reader.TokenType, reader.Position, reader.Depth).Should().Be((platform.TokenType, (int)platform.BytesConsumed, platform.CurrentDepth));
        }
    }

    [Fact]
    public void A_copy_goes_on_by_itself()
    {
        var reader = new JsonReader("[[1],2]"u8);
        reader.Read();
        var copy = reader;
        reader.Read();
        reader.Skip();
        (copy.Read(), copy.TokenType).Should().Be((true, JsonTokenType.StartArray));
        (reader.Read(), reader.TokenType).Should().Be((true, JsonTokenType.Number));
    }

    private static List<string> Trail(byte[] json)
    {
        var trail = new List<string>();
        var reader = new JsonReader(json);
        try
        {
            while (reader.Read())
            {
                trail.Add(Step(reader.TokenType, reader.TokenStart, reader.Position, reader.Depth, reader.ValueSpan, reader.ValueIsEscaped));
            }
        }
        catch (JsonException)
        {
            trail.Add("refused");
        }

        return trail;
    }

    private static List<string> PlatformTrail(byte[] json)
    {
        var trail = new List<string>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonReader.MaxDepth });
        try
        {
            while (reader.Read())
            {
                trail.Add(Step(
                    reader.TokenType, reader.TokenStartIndex, reader.BytesConsumed, reader.CurrentDepth, reader.ValueSpan, reader.ValueIsEscaped));
            }
        }
        catch (JsonException)
        {
            trail.Add("refused");
        }

        return trail;
    }

    private static string Step(JsonTokenType type, long start, long position, int depth, ReadOnlySpan<byte> value, bool isEscaped) =>
        string.Create(CultureInfo.InvariantCulture, $"{type} {start}..{position} in {depth} escaped {isEscaped}: {Encoding.Latin1.GetString(value)}");
}
