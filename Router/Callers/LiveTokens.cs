// Keeps the tokens of the ledger in memory, and current.
using Microsoft.Data.Sqlite;
using Router.Storage;

namespace Router.Callers;

/// <summary>
/// The table in force. Each look compares the mapped stamp; when another process (or this one) has changed the tokens, one
/// thread loads them again and the others wait, so a change holds for the next request. A token that is not known costs no
/// database read.
/// </summary>
internal sealed class LiveTokens
{
    private readonly SqliteDatabase _database;
    private readonly TokenGeneration _generation;
    private readonly ILogger<LiveTokens> _logger;
    private readonly Lock _loading = new();
    private volatile TokenTable _table;
    private int _failures;
    private long _failedAt;

    /// <summary>Migrates the ledger when that is due, and loads the tokens.</summary>
    /// <param name="generation">Stays the caller's to dispose.</param>
    /// <exception cref="SqliteException">The ledger cannot be opened.</exception>
    /// <exception cref="IOException">Its folder cannot be made, or a newer program has changed it.</exception>
    internal LiveTokens(SqliteDatabase database, TokenGeneration generation, ILogger<LiveTokens> logger)
    {
        _database = database;
        _generation = generation;
        _logger = logger;
        using (SqliteConnection connection = database.OpenWriter())
        {
            Migrations.Apply(connection);
        }

        _table = TokenTable.Load(database, generation.Read());
    }

    /// <summary>The table in force: current, or the last one while the ledger cannot be read.</summary>
    internal TokenTable Current
    {
        get
        {
            TokenTable table = _table;
            return table.Generation == _generation.Read() ? table : Reload();
        }
    }

    private TokenTable Reload()
    {
        var failuresSeen = Volatile.Read(ref _failures);
        lock (_loading)
        {
            // Before loading: what is committed later comes with another stamp.
            var stamp = _generation.Read();

            // The thread that was first has done it, or has just found that it cannot be done; the next request tries again.
            if (_table.Generation == stamp || _failures != failuresSeen)
            {
                return _table;
            }

            try
            {
                _table = TokenTable.Load(_database, stamp);
                Log.TokensLoaded(_logger, _table.Callers.Count, _table.Admins.Count);
            }
            catch (Exception e) when (e is SqliteException or IOException or InvalidDataException)
            {
                _failures++;
                if (_failedAt != stamp)
                {
                    _failedAt = stamp;
                    Log.TokensNotLoaded(_logger, e);
                }
            }

            return _table;
        }
    }
}
