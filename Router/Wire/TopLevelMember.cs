// Where a member of the outermost object stands in a JSON body.
using System.Text;
using System.Text.Json;

namespace Router.Wire;

/// <summary>Positions are in bytes of the body.</summary>
/// <param name="NameStart">First byte of the name, after its quote.</param>
/// <param name="NameLength">Bytes of the name as written, without quotes.</param>
/// <param name="NameIsEscaped">The name holds escapes and must be decoded before it is compared.</param>
/// <param name="ValueStart">First byte of the value; of a string, its quote.</param>
/// <param name="ValueLength">Bytes of the value; of a string, both quotes counted.</param>
/// <param name="Kind">The value's first token: String, Number, True, False, Null, StartObject or StartArray.</param>
internal readonly record struct TopLevelMember(
    int NameStart, int NameLength, bool NameIsEscaped, int ValueStart, int ValueLength, JsonTokenType Kind)
{
    /// <summary>Offset of the first byte after the value.</summary>
    internal int ValueEnd => ValueStart + ValueLength;

    /// <summary>The value's bytes in <paramref name="body"/>.</summary>
    internal ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> body) => body.Slice(ValueStart, ValueLength);

    /// <summary>True when the decoded name equals <paramref name="name"/>, a name of plain ASCII letters.</summary>
    internal bool IsNamed(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var raw = body.Slice(NameStart, NameLength);
        return NameIsEscaped ? JsonText.EscapedEquals(raw, name) : raw.SequenceEqual(name);
    }

    /// <summary>The same in small letters and capitals.</summary>
    internal bool IsNamedInAnyCase(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var raw = body.Slice(NameStart, NameLength);
        return NameIsEscaped ? Ascii.EqualsIgnoreCase(name, JsonText.Decode(raw)) : Ascii.EqualsIgnoreCase(raw, name);
    }
}
