// One member of an object.
using System.Runtime.InteropServices;
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A name and its value. Readers compare the name with one word after another, so it is looked up once.</summary>
internal readonly ref struct JsonMember
{
    private readonly bool _isEscaped;

    internal JsonMember(JsonProperty property, ReadOnlyMemory<byte> body)
    {
        RawName = JsonMarshal.GetRawUtf8PropertyName(property);
        Value = new JsonView(property.Value, body);
        _isEscaped = RawName.Contains((byte)'\\');
    }

    /// <summary>The name as it was written, without quotes.</summary>
    internal ReadOnlySpan<byte> RawName { get; }

    internal JsonView Value { get; }

    /// <summary>True when the decoded name equals <paramref name="plain"/>, which is ASCII.</summary>
    internal bool Is(ReadOnlySpan<byte> plain) =>
        RawName.SequenceEqual(plain) || (_isEscaped && JsonText.EscapedEquals(RawName, plain));
}
