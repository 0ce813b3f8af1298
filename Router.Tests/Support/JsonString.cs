// Text as it stands inside a JSON string.
using System.Text;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Support;

internal static class JsonString
{
    /// <summary>The inside of a string as a body has it.</summary>
    public static RawText Raw(string escaped) => new(Encoding.UTF8.GetBytes(escaped));

    /// <summary>True when it could stand between quotes: whole escapes, whole characters, no control characters.</summary>
    public static bool IsInside(ReadOnlySpan<byte> escaped)
    {
        try
        {
            var reader = new Utf8JsonReader([(byte)'"', .. escaped, (byte)'"']);
            return reader.Read() && reader.TokenType == JsonTokenType.String && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What it stands for.</summary>
    public static string Decode(ReadOnlySpan<byte> escaped) => JsonText.Decode(escaped);
}
