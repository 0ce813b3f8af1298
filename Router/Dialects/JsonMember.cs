// One member of an object.
using System.Runtime.InteropServices;
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A name and its value.</summary>
internal readonly struct JsonMember(JsonProperty property, ReadOnlyMemory<byte> body)
{
    /// <summary>The name as it was written, without quotes.</summary>
    internal ReadOnlySpan<byte> RawName => JsonMarshal.GetRawUtf8PropertyName(property);

    internal JsonView Value => new(property.Value, body);

    /// <summary>True when the decoded name equals <paramref name="plain"/>, which is ASCII.</summary>
    internal bool Is(ReadOnlySpan<byte> plain)
    {
        var name = RawName;
        return name.SequenceEqual(plain) || (name.Contains((byte)'\\') && JsonText.EscapedEquals(name, plain));
    }
}
