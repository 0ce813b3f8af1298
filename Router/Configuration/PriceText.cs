// Prices as the configuration writes them: US dollars, exactly.
using System.Globalization;

namespace Router.Configuration;

/// <summary>The shape of a price; the parsed type is <see cref="long"/>, in nano-dollars.</summary>
internal static class PriceText
{
    private const long NanoPerDollar = 1_000_000_000;
    private const decimal MostDollars = 1_000_000m;

    internal static ValueShape Shape { get; } = new()
    {
        Type = "number",
        Parse = (text, _) => Parse(text),
        Constraints = writer =>
        {
            writer.WriteNumber("minimum", 0);
            writer.WriteNumber("maximum", MostDollars);
        },
    };

    private static (object? Value, string? Error) Parse(string text)
    {
        if (text.Length is 0 or > 32
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars))
        {
            return (null, "must be a price in USD such as 0.25, not negative and without an exponent");
        }

        if (dollars > MostDollars)
        {
            return (null, "must be at most 1000000 USD");
        }

        var nano = dollars * NanoPerDollar;
        return nano == decimal.Truncate(nano) ? ((long)nano, null) : (null, "must have at most 9 decimals");
    }
}
