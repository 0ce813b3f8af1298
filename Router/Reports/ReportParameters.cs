// Reads the parameters of a report (contract section 6).
using System.Collections.Immutable;
using System.Globalization;
using Router.Configuration;

namespace Router.Reports;

/// <summary>One reading for the admin surface and the command line. A problem names its parameter.</summary>
internal static class ReportParameters
{
    /// <summary>Every parameter that some report takes.</summary>
    internal static readonly ImmutableArray<string> All =
        ["from", "to", "since", "group_by", "filter", "interval", "order", "limit", "cursor", Format];

    internal const string Format = "format";

    private const int UsualLimit = 1_000;
    private const int MostLimit = 10_000;
    private static readonly TimeSpan MostSince = TimeSpan.FromDays(36_500);

    private static readonly string[] Times =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd"];

    /// <summary>The format asked for, JSON when none is.</summary>
    internal static ReportFormat? FormatOf(IReadOnlyDictionary<string, string[]> given, out string? problem)
    {
        var words = given.GetValueOrDefault(Format) ?? [ReportFormat.Json.Word()];
        var format = words.Length == 1 ? ReportFormats.Parse(words[0]) : null;
        problem = format is null ? $"{Format}: it is one of {string.Join(", ", ReportFormats.Words)}" : null;
        return format;
    }

    /// <summary>The question; null with the first problem.</summary>
    /// <param name="now">Unix milliseconds: the end of a period that has none.</param>
    internal static ReportQuery? Read(
        ReportDefinition report, ReportFormat format, IReadOnlyDictionary<string, string[]> given, long now, out string? problem)
    {
        problem = ProblemWithNames(report, format, given);
        var place = Cursor(given, now, ref problem);
        var to = Time(given, "to", ref problem) ?? place.To;
        var from = Time(given, "from", ref problem);
        if (Since(given, ref problem) is { } since)
        {
            problem ??= from is null ? null : "since: give it or from, not both";
            from = to - (long)since.TotalMilliseconds;
            problem ??= from < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() ? "since: it is longer than there is time before the end of the period" : null;
        }

        problem ??= from >= to ? "from: it is not before the end of the period" : null;
        var limit = Limit(given, format, ref problem);
        var filters = Filters(report, given, ref problem);
        return problem is null ? new ReportQuery(from, to, filters, limit, place.Offset) : null;
    }

    /// <summary>Where the next page begins. It holds the end of the period, so that all pages are of the same.</summary>
    internal static string CursorOf(ReportData data, long offset) => string.Create(CultureInfo.InvariantCulture, $"{data.To}-{offset}");

    private static string? ProblemWithNames(ReportDefinition report, ReportFormat format, IReadOnlyDictionary<string, string[]> given)
    {
        foreach (var (name, values) in given)
        {
            var problem = !All.Contains(name) ? $"there is no parameter {Quoted(name)}; there are {string.Join(", ", All)}"
                : name != Format && !report.Parameters.Contains(name) ? $"{name}: the report {report.Name} does not take it"
                : name != "filter" && values.Length > 1 ? $"{name}: it is given more than once"
                : format.IsExport() && name is ("limit" or "cursor") ? $"{name}: {format.Word()} is always complete; pages are for json"
                : null;
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static long? Time(IReadOnlyDictionary<string, string[]> given, string name, ref string? problem)
    {
        if (problem is not null || !given.TryGetValue(name, out var values))
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            values[0], Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time.ToUnixTimeMilliseconds();
        }

        problem = $"{name}: it is a moment such as 2026-11-01T00:00:00Z";
        return null;
    }

    private static TimeSpan? Since(IReadOnlyDictionary<string, string[]> given, ref string? problem)
    {
        if (problem is not null || !given.TryGetValue("since", out var values))
        {
            return null;
        }

        if (DurationText.Read(values[0]) is { } since && since > TimeSpan.Zero && since <= MostSince)
        {
            return since;
        }

        problem = "since: it is a duration such as 24h or 30d";
        return null;
    }

    private static int? Limit(IReadOnlyDictionary<string, string[]> given, ReportFormat format, ref string? problem)
    {
        if (!given.TryGetValue("limit", out var values))
        {
            return format.IsExport() ? null : UsualLimit;
        }

        if (int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit)
        {
            return limit;
        }

        problem ??= $"limit: it is a number from 1 to {MostLimit}";
        return null;
    }

    private static (long To, long Offset) Cursor(IReadOnlyDictionary<string, string[]> given, long now, ref string? problem)
    {
        if (problem is not null || !given.TryGetValue("cursor", out var values))
        {
            return (now, 0);
        }

        var parts = values[0].Split('-');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var to) && to <= now
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return (to, offset);
        }

        problem = "cursor: it is the next_cursor of the page before";
        return (now, 0);
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> Filters(
        ReportDefinition report, IReadOnlyDictionary<string, string[]> given, ref string? problem)
    {
        var filters = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        foreach (var filter in given.GetValueOrDefault("filter") ?? [])
        {
            var at = filter.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = at < 0 ? (filter, "") : (filter[..at], filter[(at + 1)..]);
            var dimension = report.Dimensions.FirstOrDefault(one => one.Name == name);
            problem ??= at < 0 ? "filter: it is dimension:value"
                : dimension is null ? $"filter: the report {report.Name} has no dimension {Quoted(name)}; it has {string.Join(", ", report.Dimensions.Select(one => one.Name))}"
                : !dimension.Values.Contains(value) ? $"filter: {name} is one of {string.Join(", ", dimension.Values)}"
                : null;
            filters = filters.SetItem(name, (filters.TryGetValue(name, out var before) ? before : []).Add(value));
        }

        return filters;
    }

    // What was sent comes back in an error, shortened and without what a terminal would act on.
    private static string Quoted(string name) =>
        $"'{string.Concat(name.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter))}'";
}
