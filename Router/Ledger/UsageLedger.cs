// The ledger of a running router: lock, recovery, journal and writer as one.
using Microsoft.Data.Sqlite;
using Router.Configuration;
using Router.Inference;
using Router.Quotas;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// Nothing that the pipeline calls waits for the database: a call is one write to the journal, and the writer thread does the rest.
/// A journal file's room on the disk is written when the file is made, so that a full disk refuses there (see
/// <see cref="JournalExtent"/> for the file systems on which that is no promise).
/// </summary>
internal sealed class UsageLedger : IDisposable
{
    private readonly List<LedgerLock> _locks;
    private readonly Journal _journal;
    private readonly LedgerWriter _writer;
    private readonly ILogger _logger;
    private readonly SqliteDatabase _database;
    private int _stopped;

    private UsageLedger(
        List<LedgerLock> held, SqliteDatabase database, Journal journal, LedgerWriter writer, StoredIdLog storedIds, QuotaBook quotas, ILogger logger) =>
        (_locks, _database, _journal, _writer, StoredIds, Quotas, _logger) = (held, database, journal, writer, storedIds, quotas, logger);

    /// <summary>Whose the ids are that answers created.</summary>
    internal StoredIdLog StoredIds { get; }

    /// <summary>What was used of quotas, and what running requests hold.</summary>
    internal QuotaBook Quotas { get; }

    /// <summary>Settled requests that wait for the database.</summary>
    internal int QueueLength => _writer.QueueLength;

    /// <summary>Rows written since the start, recovered ones not counted.</summary>
    internal long RowsWritten => _writer.RowsWritten;

    /// <summary>Requests that are open or wait for the database.</summary>
    internal int SlotsInUse => _journal.SlotsInUse;

    /// <summary>
    /// Why the ledger does not work as it should, as a fixed word; null when it does. With a <c>journal_…</c> word no request can be
    /// opened; with a <c>database_…</c> word requests are opened until the journal is full.
    /// </summary>
    internal string? Trouble => _journal.Trouble ?? _writer.Trouble;

    /// <summary>
    /// <see cref="Trouble"/> that new requests had better go elsewhere for. While another process merely holds the database, as a backup
    /// does, the journal holds the rows, and no request fails for it.
    /// </summary>
    internal string? NotReady => Trouble == LedgerWriter.Busy ? null : Trouble;

    /// <summary>Takes the locks, migrates, writes what the last run left in the journal, and begins.</summary>
    /// <param name="database">The ledger's file, opened with the durability of <paramref name="settings"/>.</param>
    /// <param name="connect">Opens the writer's connection; <c>database.OpenWriter</c> but in tests.</param>
    /// <exception cref="IOException">Another router holds the ledger or the journal, or the files cannot be used.</exception>
    /// <exception cref="SqliteException">The database cannot be used.</exception>
    internal static UsageLedger Start(
        LedgerSettings settings,
        string dataDirectory,
        SqliteDatabase database,
        TimeProvider time,
        ILogger<UsageLedger> logger,
        Func<SqliteConnection>? connect = null)
    {
        var directory = JournalDirectory(dataDirectory);
        var held = new List<LedgerLock>();
        try
        {
            held.Add(LedgerLock.Take("ledger", database.Path, time));
            held.Add(LedgerLock.Take("journal", directory, time));
            using (var migrated = database.OpenWriter())
            {
                Migrations.Apply(migrated);
            }

            var scan = JournalScan.Read(directory);
            Recover(scan, directory, database, time, logger);
            var storedIds = StoredIdLog.Open(dataDirectory, database, scan.StoredIds, time);
            var quotas = QuotaRows.Load(database, time);
            var journal = new Journal(directory, scan.Epoch + 1, settings.SurvivePowerCut, time, logger);
            var writer = new LedgerWriter(connect ?? database.OpenWriter, journal.Release, time, logger);
            return new UsageLedger(held, database, journal, writer, storedIds, quotas, logger);
        }
        catch
        {
            held.ForEach(one => one.Dispose());
            throw;
        }
    }

    /// <summary>Where the journal of a data directory lies.</summary>
    internal static string JournalDirectory(string dataDirectory) => Path.Combine(dataDirectory, "journal");

    /// <summary>
    /// Notes a request whose body is still to come, so that it has a row though the process is killed meanwhile; null when that cannot be
    /// written. Whatever happens to it then is written by the other methods as if this had not been called, and <see cref="Arrived"/> follows.
    /// </summary>
    internal OpenRequest? Await(RequestFacts request) => _journal.Await(FactBounds.Bound(request));

    /// <summary>Forgets what <see cref="Await"/> noted: the request is open now, or settled.</summary>
    internal void Arrived(OpenRequest awaited) => _journal.Release(awaited.Slot);

    /// <summary>
    /// Writes the open record of a request that is about to reach <paramref name="target"/>. Null when the ledger cannot account for
    /// it (journal full or not writable): the request must not be sent, and is answered with <c>ledger_unavailable</c>.
    /// </summary>
    internal OpenRequest? Open(RequestFacts request, TargetFacts target) =>
        _journal.Open(FactBounds.Bound(request), FactBounds.Bound(target));

    /// <summary>Notes that the request goes to another target now (a fallback or a retry); false when it cannot be written.</summary>
    /// <param name="progress">The attempts before.</param>
    internal bool Retarget(OpenRequest open, TargetFacts target, Settlement progress) =>
        _journal.Retarget(open, FactBounds.Bound(target), FactBounds.Bound(progress));

    /// <summary>Notes what has come of a running request, which is what its row will say when the process dies before it is settled.</summary>
    /// <param name="progress">The attempts before, and what the one in flight has given.</param>
    internal void Note(OpenRequest open, Settlement progress) => _journal.Note(open, FactBounds.Bound(progress));

    /// <summary>Settles an open request. A second call for the same one throws: it would be a bug.</summary>
    /// <param name="created">The ids that the answer created at the target that served; from here on they are the project's.</param>
    internal void Settle(OpenRequest open, Settlement settlement, IReadOnlyCollection<StoredId>? created = null)
    {
        var bounded = FactBounds.Bound(settlement);
        if (!open.TrySettle())
        {
            throw new InvalidOperationException($"Request {open.Request.RequestId} is settled already.");
        }

        var ids = created is { Count: > 0 } && bounded.Served is { } served
            ? StoredIds.Remember(open.Request.ProjectId, new TargetName(served.Provider, served.Model), created)
            : null;
        var idSlot = ids is null ? null : _journal.Record(ids);
        if (ids is not null && idSlot is null)
        {
            Log.StoredIdsNotJournalled(_logger, open.Request.RequestId);
        }

        if (_journal.Settle(open, bounded) is { } reason)
        {
            Log.SettlementNotJournalled(_logger, open.Request.RequestId, reason);
        }

        _writer.Enqueue(new LedgerEntry(open.Request, bounded, open.Slot) { StoredIds = ids, StoredIdSlot = idSlot });
    }

    /// <summary>Records a request that reached no upstream; false when it cannot be written.</summary>
    internal bool Record(RequestFacts request, Settlement settlement)
    {
        var facts = FactBounds.Bound(request);
        var bounded = FactBounds.Bound(settlement);
        if (_journal.Record(facts, bounded) is not { } slot)
        {
            return false;
        }

        _writer.Enqueue(new LedgerEntry(facts, bounded, slot));
        return true;
    }

    /// <summary>
    /// The number under which rows add to the counters of <paramref name="quotas"/>; the same counters always have the same. Waits for the
    /// database: once for each change of limits, never for a request.
    /// </summary>
    /// <exception cref="SqliteException">The database cannot be written.</exception>
    internal int NumberOf(IReadOnlyCollection<Quota> quotas) =>
        quotas.Count == 0 ? 0 : QuotaRows.NumberOf(_database, QuotaDefinition.Of(quotas));

    /// <summary>Ends when every request settled before the call has its row.</summary>
    internal Task Flush() => _writer.Flush();

    /// <summary>
    /// The orderly end: writes what waits, empties the write-ahead log, marks the journal clean when nothing is open, gives the lock
    /// back. Requests settled afterwards are in the journal only if it was still open; settle all before.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            _writer.Dispose();
            _journal.Close();
            _locks.ForEach(held => held.Dispose());
        }
    }

    private static void Recover(JournalScan scan, string directory, SqliteDatabase database, TimeProvider time, ILogger logger)
    {
        if (scan.OtherVersion is { } other)
        {
            Log.JournalOfAnotherVersion(logger, JournalScan.Keep(directory, $"version-{other}"));
        }

        if (scan.IsDamaged)
        {
            Log.JournalDamaged(logger, JournalScan.Keep(directory, $"damaged-{scan.Epoch}"));
        }

        if (scan.Slots.Count == 0)
        {
            return;
        }

        var (settled, interrupted, refused) = LedgerRecovery.RunPastRefusals(
            scan, () => new LedgerSession(database.OpenWriter()), time.GetUtcNow().ToUnixTimeMilliseconds(), logger);
        if (refused > 0)
        {
            Log.JournalKept(logger, refused, JournalScan.Keep(directory, $"refused-{scan.Epoch}"));
        }

        if (settled + interrupted > 0)
        {
            Log.Recovered(logger, settled, interrupted);
        }
    }
}
