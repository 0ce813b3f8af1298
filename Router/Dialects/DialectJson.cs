// How all dialects read JSON.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Readers of the depth that a checked body may have.</summary>
internal static class DialectJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonDocumentScan.MaxDepth + 2 };

    internal static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, Options);

    /// <summary>Moves to the next member's name; false at the end of the object, where the reader stays.</summary>
    internal static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to an array's next element; false at its end, where the reader stays.</summary>
    internal static bool NextElement(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>True when the reader stands on the wanted opening token; any other value is skipped.</summary>
    internal static bool Enter(ref Utf8JsonReader reader, JsonTokenType opening)
    {
        if (reader.TokenType == opening)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>The inside of the string behind a name, as written; empty for anything else.</summary>
    internal static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        reader.Skip();
        return text;
    }

    /// <summary>The value behind a name as it stands in <paramref name="json"/>; empty for null.</summary>
    internal static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        return isNull ? default : json[start..(int)reader.BytesConsumed];
    }

    /// <summary>Reads the value behind a name: bytes of a string as written, 0 for anything else; leaves the reader at the value's end.</summary>
    internal static int ReadTextLength(ref Utf8JsonReader reader)
    {
        reader.Read();
        var length = reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0;
        reader.Skip();
        return length;
    }

    /// <summary>
    /// True when a letter of ASCII may be written as an escape. Where none is, a name in its quotes that is not found in the bytes is not
    /// there: within a string quotes are escaped.
    /// </summary>
    internal static bool HasEscapedAscii(ReadOnlySpan<byte> json)
    {
        var escape = "\\u00"u8;
        for (var at = json.IndexOf(escape); at >= 0; at = json.IndexOf(escape))
        {
            json = json[(at + escape.Length)..];
            if (!json.IsEmpty && json[0] is >= (byte)'2' and <= (byte)'7')
            {
                return true;
            }
        }

        return false;
    }
}
