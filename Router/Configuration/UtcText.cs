// Moments as every answer, report and message writes them.
using System.Globalization;

namespace Router.Configuration;

/// <summary>RFC 3339 in UTC: to the second, <c>2027-11-01T12:00:00Z</c>, or to the millisecond in rows that are told apart by it.</summary>
internal static class UtcText
{
    /// <summary>The form, for parsing.</summary>
    internal const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <param name="seconds">Since 1970.</param>
    internal static string OfSeconds(long seconds) => Of(DateTimeOffset.FromUnixTimeSeconds(seconds));

    /// <param name="milliseconds">Since 1970.</param>
    internal static string OfMilliseconds(long milliseconds) => Of(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    /// <summary>To the millisecond, always with three digits, so that texts sort as moments do: <c>2027-11-01T12:00:00.250Z</c>.</summary>
    /// <param name="milliseconds">Since 1970.</param>
    internal static string Exact(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
