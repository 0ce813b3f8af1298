// Durations on the command line.
using System.Globalization;

namespace Router.Commands;

/// <summary>Reads <c>90d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>: a whole number above 0 with one unit, at most 100 years.</summary>
internal static class DurationText
{
    private const double MaxDays = 36500;

    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        double? days = text[^1] switch
        {
            'd' => number,
            'h' => number / 24.0,
            'm' => number / 1440.0,
            's' => number / 86400.0,
            _ => null,
        };
        if (days is not (> 0 and <= MaxDays))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(Math.Round(days.Value * 86400));
        return true;
    }
}
