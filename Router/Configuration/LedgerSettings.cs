// Where the ledger lies and what it must survive.
namespace Router.Configuration;

/// <summary><c>ledger</c> of the configuration. <paramref name="Path"/> is absolute.</summary>
/// <param name="SurvivePowerCut"><c>durability: power</c>: every open record is flushed to the disk before the upstream is called.</param>
internal sealed record LedgerSettings(
    string Path, bool SurvivePowerCut, TimeSpan DetailRetention, TimeSpan DiagnosticsRetention, TimeSpan AccessRetention)
{
    /// <summary>The longest of the three; the longest time there is when one of them is 0, which keeps for ever.</summary>
    internal TimeSpan LongestRetention { get; } =
        new[] { DetailRetention, DiagnosticsRetention, AccessRetention }.Max(kept => kept == TimeSpan.Zero ? TimeSpan.MaxValue : kept);
}
