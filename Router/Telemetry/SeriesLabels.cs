// The labels of one request's series.
namespace Router.Telemetry;

/// <summary>All labels that a settled request is counted under; empty where the request did not get that far.</summary>
internal readonly record struct SeriesLabels(
    string Group, string Provider, string Model, string Dialect, string Outcome, string Project)
{
    /// <summary>What a label says of everything beyond the bound.</summary>
    internal const string Rest = "other";

    /// <summary>The series of everything beyond the bound.</summary>
    internal static SeriesLabels Other(string outcome) => new(Rest, Rest, Rest, Rest, outcome, Rest);
}
