// Reads JSON that must mean one thing to every reader.
using System.Text.Json;
using System.Text.Unicode;

namespace Router.Licensing;

/// <summary>Refuses what readers disagree on: duplicate members, bad UTF-8, halves of surrogate pairs, comments, anything behind the end.</summary>
internal static class StrictJson
{
    private const int MostDepth = 8;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MostDepth,
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>The document of an object; null when the bytes are no strict JSON, with what is wrong in <paramref name="fault"/>.</summary>
    internal static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out string fault)
    {
        fault = "not UTF-8";
        if (!Utf8.IsValid(utf8.Span))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                fault = "not a JSON object";
            }
            else if (!TextsAreWhole(document.RootElement))
            {
                fault = "a text with half of a surrogate pair";
            }
            else
            {
                var whole = document;
                document = null;
                return whole;
            }
        }
        catch (JsonException e)
        {
            fault = Sentence(e);
        }
        catch (InvalidOperationException)
        {
            // The parser compares the names of members, and cannot when one holds half of a surrogate pair.
            fault = "a name with half of a surrogate pair";
        }
        finally
        {
            document?.Dispose();
        }

        return null;
    }

    /// <summary>True for a number written as digits alone, so that no reader rounds it.</summary>
    internal static bool TryWholeNumber(JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.GetRawText().All(char.IsAsciiDigit) && element.TryGetInt64(out number);
    }

    private static bool TextsAreWhole(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().All(member => IsWhole(() => member.Name) && TextsAreWhole(member.Value));
            case JsonValueKind.Array:
                return element.EnumerateArray().All(TextsAreWhole);
            case JsonValueKind.String:
                return IsWhole(element.GetString);
            default:
                return true;
        }
    }

    private static bool IsWhole(Func<string?> read)
    {
        try
        {
            return read() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // The parser's own words end with its place in the text, which is of use; its hint about options is not.
    private static string Sentence(JsonException e) => e.Message.Split(". Path:")[0].Split(" LineNumber:")[0].TrimEnd('.', ' ');
}
