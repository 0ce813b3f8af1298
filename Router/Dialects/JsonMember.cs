// One member of an object.
using System.Runtime.InteropServices;
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A name and its value. Readers compare the name with one word after another, so it is looked up once.</summary>
internal readonly ref struct JsonMember(JsonProperty property, ReadOnlyMemory<byte> body)
{
    /// <summary>The name as it was written, without quotes.</summary>
    internal ReadOnlySpan<byte> RawName { get; } = JsonMarshal.GetRawUtf8PropertyName(property);

    internal JsonView Value { get; } = new(property.Value, body);

    /// <summary>True when the decoded name equals <paramref name="plain"/>, which is ASCII.</summary>
    internal bool Is(ReadOnlySpan<byte> plain) =>
        RawName.SequenceEqual(plain) || (RawName.Contains((byte)'\\') && JsonText.EscapedEquals(RawName, plain));
}
