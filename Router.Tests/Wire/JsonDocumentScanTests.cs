// The scan agrees with the platform's own parser, says where a fault is, and cannot be made slow.
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class JsonDocumentScanTests
{
    [Property(MaxTest = 3000)]
    public void Any_mutation_is_valid_exactly_when_the_platform_says_so(byte seed, (ushort At, byte Value, byte Kind)[] changes)
    {
        var json = NearlyJson.Of(seed, changes);
        var kindOfFault = Scan(json, out _).Kind;
        var isJson = kindOfFault is JsonFaultKind.None or JsonFaultKind.NotAnObject or JsonFaultKind.DuplicateMember;
        isJson.Should().Be(Utf8.IsValid(json) && Parses(json), "of {0}", Encoding.Latin1.GetString(json));
    }

    [Property(MaxTest = 300)]
    public void Members_are_found_where_they_stand(string[] names, byte spaces)
    {
        var gap = new string(' ', spaces % 3);
        var values = new[] { "1", "\"x\"", "[1,{\"a\":2}]", "{\"a\":{}}", "true", "null", "-1.5" };
        var distinct = (names ?? []).Where(name => name is not null).Select(Sane).Distinct(StringComparer.Ordinal).ToArray();
        var body = "{" + string.Join(",", distinct.Select((name, i) => $"{gap}\"{JsonEncodedText.Encode(name)}\"{gap}:{gap}{values[i % 7]}{gap}")) + "}";
        var json = Encoding.UTF8.GetBytes(body);
        Scan(json, out var members).Kind.Should().Be(JsonFaultKind.None);
        members.Select(member => JsonText.Decode(json.AsSpan(member.NameStart, member.NameLength))).Should().Equal(distinct);
        members.Select(member => Encoding.UTF8.GetString(member.ValueIn(json))).Should().Equal(distinct.Select((_, i) => values[i % 7]));
    }

    [Theory]
    [InlineData("", nameof(JsonFaultKind.Empty), 0)]
    [InlineData(" \r\n\t", nameof(JsonFaultKind.Empty), 0)]
    [InlineData("{\"a\":1}x", nameof(JsonFaultKind.Malformed), 7)]
    [InlineData("{\"a\":\n 1,\n}", nameof(JsonFaultKind.Malformed), 10)]
    [InlineData("{\"a\":1", nameof(JsonFaultKind.Malformed), 6)]
    [InlineData("{\"a\":01}", nameof(JsonFaultKind.Malformed), 6)]
    [InlineData("{\"a\":\"x\ny\"}", nameof(JsonFaultKind.Malformed), 7)]
    [InlineData("{\"a\":\"x\\q\"}", nameof(JsonFaultKind.Malformed), 7)]
    [InlineData("{\"a\":\"x", nameof(JsonFaultKind.Malformed), 7)]
    [InlineData("{\"a\":trux}", nameof(JsonFaultKind.Malformed), 8)]
    [InlineData("{\"a\":1,/*c*/\"b\":2}", nameof(JsonFaultKind.Malformed), 7)]
    [InlineData("\uFEFF{\"a\":1}", nameof(JsonFaultKind.Malformed), 0)]
    [InlineData(" [1]", nameof(JsonFaultKind.NotAnObject), 1)]
    [InlineData("\"x\"", nameof(JsonFaultKind.NotAnObject), 0)]
    [InlineData("[1", nameof(JsonFaultKind.Malformed), 2)]
    [InlineData("{\"a\":1,\"a\":2}", nameof(JsonFaultKind.DuplicateMember), 8)]
    [InlineData("{\"model\":1,\"mod\\u0065l\":2}", nameof(JsonFaultKind.DuplicateMember), 12)]
    [InlineData("{\"\\u006dodel\":1,\"mod\\u0065l\":2}", nameof(JsonFaultKind.DuplicateMember), 17)]
    [InlineData("{\"\\ud800\":1,\"\\ud800\":2}", nameof(JsonFaultKind.DuplicateMember), 13)]
    [InlineData("{\"a\":1,\"a\":2", nameof(JsonFaultKind.Malformed), 12)]
    public void A_fault_is_named_with_its_place(string body, string kind, int offset)
    {
        var fault = Scan(Encoding.UTF8.GetBytes(body), out _);
        (fault.Kind.ToString(), fault.Offset).Should().Be((kind, offset));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_their_place()
    {
        var fault = Scan([.. "{\"a\":\"é"u8, 0xC3, 0x28, .. "\"}"u8], out _);
        (fault.Kind, fault.Offset).Should().Be((JsonFaultKind.NotUtf8, 8));
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1,\"\\ud800\":2}")]
    [InlineData("{\"a\":1,\"A\":2}")]
    [InlineData("{\"x\":{\"a\":1,\"a\":2}}")]
    public void These_are_no_faults_of_a_body(string body) => Scan(Encoding.UTF8.GetBytes(body), out _).Kind.Should().Be(JsonFaultKind.None);

    [Theory]
    [InlineData(128, nameof(JsonFaultKind.None))]
    [InlineData(129, nameof(JsonFaultKind.TooDeep))]
    [InlineData(100_000, nameof(JsonFaultKind.TooDeep))]
    public void Nesting_is_bounded(int depth, string kind)
    {
        var inner = depth - 1;
        Scan(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', inner) + new string(']', inner) + "}"), out _).Kind.ToString().Should().Be(kind);
        Scan(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)), out _).Kind.ToString().Should().Be(kind);
    }

    [Fact]
    public void Many_members_are_told_apart_without_comparing_each_pair()
    {
        // Pair by pair this would be twenty thousand million comparisons.
        var members = string.Join(",", Enumerable.Range(0, 200_000).Select(i => $"\"m{i}\":1"));
        Scan(Encoding.UTF8.GetBytes("{" + members + "}"), out var found).Kind.Should().Be(JsonFaultKind.None);
        found.Should().HaveCount(200_000);
        Scan(Encoding.UTF8.GetBytes("{" + members + ",\"m\\u0031\":1}"), out _).Kind.Should().Be(JsonFaultKind.DuplicateMember);
    }

    private static JsonFault Scan(byte[] json, out List<TopLevelMember> members)
    {
        members = [];
        JsonDocumentScan.TryScan(json, members, out var fault).Should().Be(fault.Kind == JsonFaultKind.None);
        return fault;
    }

    private static bool Parses(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonDocumentScan.MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Sane(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
}
