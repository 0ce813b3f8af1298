// Moments on the command line.
using System.CommandLine;
using System.Globalization;
using Router.Configuration;

namespace Router.Commands;

/// <summary>Reads <c>2027-11-01</c> and <c>2027-11-01T12:00:00Z</c> as seconds since 1970.</summary>
internal static class UtcOption
{
    /// <summary>An option that takes a moment; an error of the command line when it holds none.</summary>
    internal static Option<long?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "UTC",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParseExact(
                result.Tokens[0].Value, [UtcText.Form, "yyyy-MM-dd"], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
                && moment > DateTimeOffset.UnixEpoch)
            {
                return moment.ToUnixTimeSeconds();
            }

            result.AddError($"{name} takes a day such as 2027-11-01 or a moment such as 2027-11-01T12:00:00Z");
            return null;
        },
    };
}
