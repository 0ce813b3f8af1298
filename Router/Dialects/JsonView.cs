// A value of a JSON document, seen as slices of the body it stands in.
using System.Runtime.InteropServices;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// What request readers read through: any order of members, no decoding, nothing thrown on lone surrogates. A member that is not there is a
/// view of kind <see cref="JsonValueKind.Undefined"/>, whose members are not there either. Slices outlive the document, not the body.
/// </summary>
/// <param name="element">The value.</param>
/// <param name="body">What the document was parsed from.</param>
internal readonly struct JsonView(JsonElement element, ReadOnlyMemory<byte> body)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonDocumentScan.MaxDepth + 2 };

    internal JsonValueKind Kind => element.ValueKind;

    /// <summary>Not there, or null, which is the same in a request (mapping 1, rule 3).</summary>
    internal bool IsAbsent => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    internal bool IsObject => element.ValueKind == JsonValueKind.Object;

    internal bool IsArray => element.ValueKind == JsonValueKind.Array;

    internal bool IsText => element.ValueKind == JsonValueKind.String;

    internal bool IsNumber => element.ValueKind == JsonValueKind.Number;

    internal bool IsTrue => element.ValueKind == JsonValueKind.True;

    internal bool IsFalse => element.ValueKind == JsonValueKind.False;

    /// <summary>The value as it was written.</summary>
    internal RawJson Json => new(Slice(JsonMarshal.GetRawUtf8Value(element)));

    /// <summary>The text of a string as it was written.</summary>
    internal RawText Text => new(Slice(JsonMarshal.GetRawUtf8Value(element)[1..^1]));

    /// <summary>A number as it was written.</summary>
    internal RawNumber Number => new(Slice(JsonMarshal.GetRawUtf8Value(element)));

    /// <summary>The text of a string, decoded; lone surrogates stay.</summary>
    internal string Decoded => JsonText.Decode(JsonMarshal.GetRawUtf8Value(element)[1..^1]);

    /// <summary>Elements of an array; of anything else, 0.</summary>
    internal int Count => IsArray ? element.GetArrayLength() : 0;

    /// <summary>The member of that name, ASCII; of several, the last.</summary>
    internal JsonView this[ReadOnlySpan<byte> name]
    {
        get
        {
            var found = default(JsonView);
            foreach (var member in Members)
            {
                found = member.Is(name) ? member.Value : found;
            }

            return found;
        }
    }

    /// <summary>The members of an object, in order; of anything else, none.</summary>
    internal JsonMembers Members => new(element, body);

    /// <summary>The elements of an array, in order; of anything else, none.</summary>
    internal JsonItems Items => new(element, body);

    /// <summary>
    /// Opens a document. Its pooled memory is given back with <paramref name="document"/>, after which views must not be used any more;
    /// their slices may.
    /// </summary>
    /// <param name="body">Checked by <see cref="JsonDocumentScan"/>.</param>
    internal static JsonView Open(ReadOnlyMemory<byte> body, out JsonDocument document)
    {
        document = JsonDocument.Parse(body, Options);
        return new JsonView(document.RootElement, body);
    }

    /// <summary>True when this is a string that equals <paramref name="plain"/>, which is ASCII.</summary>
    internal bool Is(ReadOnlySpan<byte> plain)
    {
        if (!IsText)
        {
            return false;
        }

        var inside = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        return inside.SequenceEqual(plain) || (inside.Contains((byte)'\\') && JsonText.EscapedEquals(inside, plain));
    }

    private ReadOnlyMemory<byte> Slice(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return default;
        }

        return body.Span.Overlaps(part, out var offset)
            ? body.Slice(offset, part.Length)
            : throw new InvalidOperationException("The value is not of this body.");
    }
}
