// A deployment's licence, seen from outside its router.
using Router.Configuration;
using Router.Quotas;
using Router.Storage;

namespace Router.Licensing;

/// <summary>
/// What the configuration says and what ledger and leases keep, read beside a router that may be running and changed by nothing here. A
/// licence is judged as a start would judge it now; what a running router has in force may be the one before.
/// </summary>
internal sealed class LicenseSurvey
{
    private readonly RouterSnapshot _snapshot;
    private readonly LicenseVerifier _verifier;
    private readonly LicenseBook? _book;
    private readonly RevocationList? _revocations;
    private readonly string _revocationsState;
    private readonly long _now;

    /// <param name="keys">What signatures are checked with.</param>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The ledger or the file of leases is there and cannot be read.</exception>
    internal LicenseSurvey(RouterSnapshot snapshot, TrustedKeys keys, TimeProvider time)
    {
        (_snapshot, _verifier, _now) = (snapshot, new LicenseVerifier(keys), time.GetUtcNow().ToUnixTimeSeconds());
        _book = LicenseBook.OfOther(new SqliteDatabase(snapshot.Ledger.Path));
        (_revocations, _revocationsState) = RevocationFile.Look(_verifier, snapshot.License, _book?.Revocations, _now);
        Live = new LeaseFile(snapshot.License.LeasePath).Count(time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>True when there is a ledger that keeps a clock mark and revocations.</summary>
    internal bool HasLedger => _book is not null;

    /// <summary>Processes that hold a lease now.</summary>
    internal int Live { get; }

    /// <inheritdoc cref="LicenseOffice.ReadableFeatures"/>
    internal LicenseFeatures? ReadableFeatures => _book?.Features;

    /// <summary>All that a licence of this deployment is judged by.</summary>
    internal LicenseSituation SituationOf(Verified<LicenseTerms> license) => new()
    {
        License = license,
        Now = _now,
        ClockMark = MarkFor(license.Value),
        Binding = LicenseBinding.Of(_snapshot.License),
        ListensOnLoopbackOnly = LoopbackListeners.Only(_snapshot.Server),
        RevocationsConfigured = _snapshot.License.Revocations.Length > 0,
        Revocations = _revocations,

        // The processes that run are those of this deployment: the licence must be enough for them, not for one more.
        HoldsLease = !(Live > license.Value?.Deployment.MaxInstances),
    };

    /// <summary>The facts of the licence that lies at a path.</summary>
    /// <param name="callers">Callers that count, in order of first registration.</param>
    /// <param name="useOf">How much of each quota of a set the ledger counts as used.</param>
    internal LicenseFacts FactsOf(string path, IReadOnlyList<string> callers, Func<QuotaSet, IReadOnlyList<QuotaUse>> useOf)
    {
        var license = _verifier.LicenseAt(path);
        var terms = license.Value;
        IReadOnlyList<TakenCredit> credits = terms is null || _book is null ? [] : [.. _book.Credits.Where(credit => credit.LicenseId == terms.Id)];
        var uses = terms is null ? [] : useOf(LicenseQuotas.Of(terms, credits, static _ => 1));
        return new LicenseFacts
        {
            Standing = new LicenseStanding(LicenseJudge.Judge(SituationOf(license)), terms, long.MaxValue),
            Snapshot = _snapshot,
            KeySource = _verifier.Keys.SourceWord,
            Callers = callers,

            // How many requests are in flight only the process knows that serves them.
            VolumeUse = limit => uses.FirstOrDefault(use => use.Quota.Name == limit) is { } use ? (use.Used, use.ResetsAt) : null,
            Live = Live,
            RevocationsState = _revocationsState,
            Revocations = _revocations,
            Credits = credits,
            OtherCredits = terms is null ? []
                : CreditFolder.RefusedIn(_snapshot.License.Credits, _verifier, terms, id => _book?.WasTaken(id) ?? false, Math.Max(_now, MarkFor(terms))),
            HighestSeen = _book is { ClockMark: > 0 } book ? book.ClockMark : null,
            Replacement = null,
            CheckedAt = _now,
        };
    }

    // A licence that was never in force here and is fresh sets a mark right that was wrong.
    private long MarkFor(LicenseTerms? terms)
    {
        var mark = _book?.ClockMark ?? 0;
        return terms is null ? mark : LicenseClock.MarkAfterInstall(mark, terms, !(_book?.WasInstalled(terms.Id) ?? false), _now);
    }
}
