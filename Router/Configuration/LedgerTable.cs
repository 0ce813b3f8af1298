// The keys of `ledger`.
namespace Router.Configuration;

/// <summary>Where the ledger lies and what it must survive.</summary>
internal static class LedgerTable
{
    private static readonly Setting Driver = new(
        "driver", "The database of the ledger.", Values.Choice(["sqlite"], "postgres"), "sqlite");

    internal static readonly Setting Location = new(
        "path", "The ledger's file (data_dir/ledger.db when not set); needs a restart to change.", Values.PathText, "data/ledger.db");

    internal static readonly Setting Durability = new(
        "durability", "process: survives a kill of the process; power: also a power cut; needs a restart to change.",
        Values.Choice(["process", "power"]), "process");

    private static readonly Setting Detail = new(
        "detail", "How long usage rows are kept; nothing deletes rows in this version.", DurationText.Fixed("365d"), "365d");

    private static readonly Setting Diagnostics = new(
        "diagnostics", "How long diagnostics are kept; nothing deletes rows in this version.", DurationText.Fixed("30d"), "30d");

    private static readonly Setting Access = new(
        "access", "How long the access log is kept; nothing deletes rows in this version.", DurationText.Fixed("90d"), "90d");

    private static readonly Setting Retention = new(
        "retention", "How long rows are kept.", new SectionShape(Detail, Diagnostics, Access), "{}");

    internal static SectionShape Shape { get; } = new(Driver, Location, Durability, Retention);

    /// <summary>A ledger that is not named lies in the data folder, wherever that was put.</summary>
    internal static LedgerSettings Read(SectionView ledger, string dataDirectory)
    {
        var retention = ledger.Section(Retention);
        return new LedgerSettings(
            ledger.Written(Location) ?? Path.Combine(dataDirectory, "ledger.db"),
            ledger.Get<string>(Durability) == "power",
            retention.Get<TimeSpan>(Detail),
            retention.Get<TimeSpan>(Diagnostics),
            retention.Get<TimeSpan>(Access));
    }
}
