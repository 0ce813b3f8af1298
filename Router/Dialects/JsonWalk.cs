// Steps through JSON that is known to be valid.
using System.Text.Json;

namespace Router.Dialects;

/// <summary>
/// After a value was read or skipped the reader stands on its last token; then <see cref="NextMember"/> or
/// <see cref="NextElement"/> goes on.
/// </summary>
internal static class JsonWalk
{
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

    /// <summary>Moves to an object's next member; false at its end.</summary>
    internal static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to an array's next element; false at its end.</summary>
    internal static bool NextElement(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;
}
