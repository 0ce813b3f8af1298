// Moments on the command line.
using System.CommandLine;
using System.Globalization;

namespace Router.Commands;

/// <summary>Reads <c>2027-11-01</c> and <c>2027-11-01T12:00:00Z</c>, and writes the latter; in seconds since 1970.</summary>
internal static class UtcText
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal static string Of(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>An option that takes a moment; an error of the command line when it holds none.</summary>
    internal static Option<long?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "UTC",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParseExact(
                result.Tokens[0].Value, [Form, "yyyy-MM-dd"], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
            {
                return moment.ToUnixTimeSeconds();
            }

            result.AddError($"{name} takes a day such as 2027-11-01 or a moment such as 2027-11-01T12:00:00Z");
            return null;
        },
    };
}
