// What the commands see of a deployment's licence, beside its router.
using Router.Callers;
using Router.Configuration;
using Router.Ledger;
using Router.Licensing;
using Router.Quotas;
using Router.Storage;

namespace Router.Commands;

/// <summary>The survey of a deployment with its callers and the use that its ledger counts; nothing is changed.</summary>
internal sealed class LicenseOutside(RouterSnapshot snapshot, TrustedKeys keys, TimeProvider time)
{
    private readonly SqliteDatabase _database = new(snapshot.Ledger.Path, snapshot.Ledger.SurvivePowerCut);

    internal LicenseSurvey Survey { get; } = new(snapshot, keys, time);

    internal SqliteDatabase Ledger => _database;

    /// <summary>The survey with the keys of the configuration.</summary>
    /// <exception cref="IOException">One of them cannot be used.</exception>
    internal static LicenseOutside Of(RouterSnapshot snapshot, TimeProvider time) =>
        new(snapshot, LicenseVerifyCommand.Keys([], snapshot), time);

    /// <summary>The facts of the licence at a path.</summary>
    internal LicenseFacts FactsOf(string path) => Survey.FactsOf(
        path,
        CallerRanks.InOrder(snapshot, File.Exists(_database.Path) ? TokenTable.Load(_database, 0).CallerIds : []),
        set => (Survey.HasLedger ? QuotaRows.Load(_database, time) : new QuotaBook(time)).UseOf(set));

    /// <summary>What was looked at beside the file, in one line.</summary>
    internal string Looked()
    {
        var processes = Survey.Live == 1 ? "1 process holds a lease" : $"{Survey.Live} processes hold a lease";
        return Survey.HasLedger
            ? $"looked at: configuration, leases ({processes}), clock mark and revocations of the ledger {_database.Path}"
            : $"looked at: configuration, leases ({processes}); not looked at: clock mark and kept revocations, for there is no ledger at {_database.Path}";
    }
}
