// Makes a string, number, boolean or null that obeys a JSON Schema.
using System.Text.Json;

namespace Router.Simulator;

/// <summary>Obeys minLength, maxLength, the common formats, minimum, maximum, their exclusive forms, and multipleOf; not pattern.</summary>
internal static class ScalarSampler
{
    /// <param name="json">Where the value goes.</param>
    /// <param name="type">The type's name in the schema.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="ordinal">Position in an array, so that items differ where they can.</param>
    internal static void Write(Utf8JsonWriter json, string type, JsonElement schema, int ordinal)
    {
        switch (type)
        {
            case "boolean":
                json.WriteBooleanValue(ordinal % 2 == 0);
                break;
            case "null":
                json.WriteNullValue();
                break;
            case "integer":
                json.WriteNumberValue(Number(schema, isInteger: true, ordinal));
                break;
            case "number":
                json.WriteNumberValue(Number(schema, isInteger: false, ordinal));
                break;
            default:
                json.WriteStringValue(Text(schema, ordinal));
                break;
        }
    }

    private static string Text(JsonElement schema, int ordinal)
    {
        if (Format(schema.MemberText("format"), ordinal) is { } formatted)
        {
            return formatted;
        }

        var text = ordinal == 0 ? "simulated" : $"{ordinal} simulated";
        var least = Math.Min(schema.MemberCount("minLength") ?? 0, SchemaSampler.MostCharacters);
        var most = schema.MemberCount("maxLength") ?? int.MaxValue;
        text = text.Length < least ? text.PadRight(least, 'x') : text;
        return text.Length > most ? text[..most] : text;
    }

    private static string? Format(string? format, int ordinal) => format switch
    {
        "date-time" => $"2026-01-01T00:00:{ordinal % 60:00}Z",
        "date" => $"2026-01-{(ordinal % 28) + 1:00}",
        "time" => $"00:00:{ordinal % 60:00}Z",
        "duration" => $"P{ordinal + 1}D",
        "email" => $"simulated{ordinal}@example.com",
        "hostname" => $"host{ordinal}.example.com",
        "ipv4" => $"192.0.2.{ordinal % 256}",
        "ipv6" => $"2001:db8::{ordinal % 65536:x}",
        "uri" or "uri-reference" or "url" => $"https://example.com/{ordinal}",
        "uuid" => $"00000000-0000-4000-8000-{ordinal:x12}",
        _ => null,
    };

    private static decimal Number(JsonElement schema, bool isInteger, int ordinal)
    {
        try
        {
            return Allowed(schema, isInteger, ordinal);
        }
        catch (Exception beyond) when (beyond is OverflowException or DivideByZeroException)
        {
            return Limit(schema, "minimum") ?? Limit(schema, "maximum") ?? 0;
        }
    }

    /// <summary>
    /// The smallest allowed number from 1 up, or the largest allowed one below; one step further for each ordinal, up or else down, while there
    /// is room.
    /// </summary>
    private static decimal Allowed(JsonElement schema, bool isInteger, int ordinal)
    {
        var step = Limit(schema, "multipleOf") ?? 1;
        while (isInteger && step != decimal.Truncate(step))
        {
            step *= 10;
        }

        var least = Limit(schema, "minimum");
        var most = Limit(schema, "maximum");
        var above = Limit(schema, "exclusiveMinimum");
        var below = Limit(schema, "exclusiveMaximum");
        var low = Math.Max(least ?? decimal.MinValue, above ?? decimal.MinValue);
        var high = Math.Min(most ?? decimal.MaxValue, below ?? decimal.MaxValue);

        var start = low > step ? Math.Ceiling(low / step) * step : step;
        start = start == above ? start + step : start;
        if (start > high || start == below)
        {
            start = Math.Floor(high / step) * step;
            start = start == below ? start - step : start;
        }

        var isAllowed = start >= low && start != above;
        if (!isAllowed && !isInteger && low < high)
        {
            return low + ((high - low) / 2);
        }

        var (further, back) = (start + (step * ordinal), start - (step * ordinal));
        start = further < high || further == most ? further
            : back > low || back == least ? back
            : start;
        return isInteger ? decimal.Truncate(start) : start;
    }

    private static decimal? Limit(JsonElement schema, string name) =>
        schema.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;
}
