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
    internal LicenseSurvey Survey { get; } = new(snapshot, keys, time);

    internal SqliteDatabase Ledger { get; } = new(snapshot.Ledger.Path, snapshot.Ledger.SurvivePowerCut);

    /// <summary>The survey with the keys of the configuration.</summary>
    /// <exception cref="IOException">One of them cannot be used.</exception>
    internal static LicenseOutside Of(RouterSnapshot snapshot, TimeProvider time) =>
        new(snapshot, LicenseVerifyCommand.Keys([], snapshot), time);

    /// <summary>The facts of the licence at a path.</summary>
    internal LicenseFacts FactsOf(string path) => Survey.FactsOf(
        path,
        CallerRanks.InOrder(snapshot, File.Exists(Ledger.Path) ? TokenTable.Load(Ledger, 0).CallerIds : []),
        set => (Survey.HasLedger ? QuotaRows.Load(Ledger, time) : new QuotaBook(time)).UseOf(set));

    /// <summary>What was looked at beside the file, in one line.</summary>
    internal string Looked()
    {
        var processes = Counted.Of(Survey.Live, "process holds a lease", "processes hold a lease");
        return Survey.HasLedger
            ? $"looked at: configuration, leases ({processes}), clock mark and revocations of the ledger {Ledger.Path}"
            : $"looked at: configuration, leases ({processes}); not looked at: clock mark and kept revocations, for there is no ledger at {Ledger.Path}";
    }
}
