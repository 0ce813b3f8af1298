// The ledger as the pipeline sees it.
using Router.Configuration;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// Journal and writer together. Made once for the process: it migrates the database and takes over what an earlier process left, then
/// accounts for every request. The ledger's lock must be held.
/// </summary>
internal sealed class UsageLedger : IUsageLedger, IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Journal _journal;
    private readonly LedgerWriter _writer;
    private readonly ILogger<UsageLedger> _logger;
    private int _journalFailed;

    /// <exception cref="IOException">The journal's space or the database cannot be had.</exception>
    internal UsageLedger(LedgerSettings settings, SqliteDatabase database, TimeProvider time, ILogger<UsageLedger> logger)
    {
        _logger = logger;
        var directory = JournalDirectory(settings);
        using (var connection = database.OpenWriter())
        {
            Migrations.Apply(connection);
        }

        var now = time.GetUtcNow();
        var rows = new RowInserter(database);
        var (settled, interrupted) = LedgerRecovery.Run(directory, database, rows, now.ToUnixTimeMilliseconds());
        if (settled + interrupted > 0)
        {
            Log.Recovered(logger, settled, interrupted);
        }

        _journal = new Journal(directory, settings.SurvivePowerCut, now.UtcTicks);
        _journal.Start();
        _writer = new LedgerWriter(rows, _journal, logger);
    }

    /// <summary>Settled requests that the database does not have yet.</summary>
    internal long Waiting => _writer.Waiting;

    /// <summary>Rows committed since the start.</summary>
    internal long Written => _writer.Written;

    /// <summary>The fixed word for what is wrong with the ledger, or null: the reason of readiness.</summary>
    internal string? Trouble => _journalFailed != 0 ? "journal_failed" : _writer.Trouble;

    /// <summary>The folder of the journal: beside the database, named after it.</summary>
    internal static string JournalDirectory(LedgerSettings settings) => settings.Path + ".journal";

    /// <inheritdoc/>
    public OpenRequest? Open(RequestFacts request, TargetFacts target)
    {
        try
        {
            return Works(_journal.Open(request, target));
        }
        catch (IOException failure)
        {
            return Fails<OpenRequest>(failure);
        }
    }

    /// <inheritdoc/>
    public bool Retarget(OpenRequest open, TargetFacts target)
    {
        try
        {
            _journal.Retarget(open, target);
            return true;
        }
        catch (IOException failure)
        {
            Fails<object>(failure);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Settle(OpenRequest open, Settlement settlement)
    {
        if (!open.TrySettle())
        {
            throw new InvalidOperationException($"{open.Request.RequestId} is settled already.");
        }

        try
        {
            _journal.Settle(open, settlement);
        }
        catch (IOException failure)
        {
            // The row is still written from memory; only a kill before that would make it "interrupted".
            Fails<object>(failure);
        }

        _writer.Enqueue(new SettledRequest(open.Request, settlement, open.Slot));
    }

    /// <inheritdoc/>
    public bool Record(RequestFacts request, Settlement settlement)
    {
        try
        {
            if (Works(_journal.Record(request, settlement)) is not { } open)
            {
                return false;
            }

            _writer.Enqueue(new SettledRequest(request, settlement, open.Slot));
            return true;
        }
        catch (IOException failure)
        {
            Fails<object>(failure);
            return false;
        }
    }

    /// <summary>Completes when everything settled so far is in the database.</summary>
    internal Task DrainAsync() => _writer.DrainAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Stop(StopLimit);
        _journal.Dispose();
    }

    private OpenRequest? Works(OpenRequest? open)
    {
        if (open is not null && _journalFailed != 0)
        {
            Interlocked.Exchange(ref _journalFailed, 0);
        }

        return open;
    }

    private T? Fails<T>(IOException failure)
        where T : class
    {
        if (Interlocked.Exchange(ref _journalFailed, 1) == 0)
        {
            Log.JournalFailed(_logger, failure);
        }

        return null;
    }
}
