// What a scrape tells of the licence.
namespace Router.Telemetry;

/// <summary>Read before each scrape.</summary>
/// <param name="States">The words of all states.</param>
/// <param name="State">The one that it is in.</param>
/// <param name="Limits">Those that are set.</param>
internal sealed record LicenseFigures(
    IReadOnlyList<string> States,
    string State,
    long SecondsLeft,
    long GraceSecondsLeft,
    IReadOnlyList<(string Limit, long Max, long Used)> Limits,
    int Instances,
    long RevocationEpoch);
