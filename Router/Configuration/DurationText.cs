// Durations as the configuration writes them: 500ms, 30s, 5m, 24h, 365d.
using System.Globalization;

namespace Router.Configuration;

/// <summary>Shapes of durations; the parsed type is <see cref="TimeSpan"/>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>A duration from 0 to a bound, which is written like it.</summary>
    internal static ValueShape UpTo(string most) => Shape(value => value > Read(most) ? $"must be from 0 to {most}" : null);

    /// <summary>A duration that cannot be changed yet, because nothing acts on it.</summary>
    internal static ValueShape Fixed(string only) => Shape(value => value != Read(only)
        ? $"another value than {only} is not available in this version: nothing deletes rows yet; remove it"
        : null);

    /// <summary>A count and a unit, or 0; null for anything else. What is too long to count is the longest there is, so that its bounds are told.</summary>
    internal static TimeSpan? Read(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && text.AsSpan(0, text.Length - unit.Length) is { Length: > 0 } digits
                && !digits.ContainsAnyExceptInRange('0', '9'))
            {
                return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    && count <= (long)TimeSpan.MaxValue.TotalMilliseconds / milliseconds
                    ? TimeSpan.FromMilliseconds(count * milliseconds) : TimeSpan.MaxValue;
            }
        }

        return null;
    }

    private static ValueShape Shape(Func<TimeSpan, string?> fault) => new()
    {
        Type = "string",
        Zero = true,
        Parse = (text, _) => Read(text) is not { } value ? (null, "must be a duration such as 500ms, 30s, 5m, 24h or 365d")
            : fault(value) is { } wrong ? (null, wrong)
            : (value, null),
        Constraints = writer => Values.Pattern(writer, "^([0-9]+(ms|s|m|h|d)|0)$"),
    };
}
