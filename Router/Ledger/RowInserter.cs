// Appends rows to the chain, on one connection.
using Microsoft.Data.Sqlite;
using Router.Storage;
using SQLitePCL;

namespace Router.Ledger;

/// <summary>
/// Writes batches of settled requests, each batch one transaction. The chain's head moves only when the transaction is committed, so a
/// batch that failed can be tried again whole. Used by one thread.
/// </summary>
internal sealed class RowInserter : IDisposable
{
    private const int HashBytes = 32;

    private readonly SqliteConnection _connection;
    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _commit;
    private readonly PreparedStatement _rollback;
    private readonly PreparedStatement _usage;
    private readonly PreparedStatement _attempt;
    private readonly PreparedStatement _checkpoint;
    private readonly RowEncoder _row = new();
    private readonly byte[] _head = new byte[HashBytes];
    private readonly byte[] _next = new byte[HashBytes];
    private long _seq;

    /// <summary>Opens the writing connection and finds the end of the chain.</summary>
    internal RowInserter(SqliteDatabase database)
    {
        _connection = database.OpenWriter();
        using (var settings = _connection.Statement("sqlite/ledger/writer_settings.sql"))
        {
            settings.ExecuteNonQuery();
        }

        using (var last = _connection.Statement("sqlite/ledger/last_row.sql"))
        using (var reader = last.ExecuteReader())
        {
            if (reader.Read())
            {
                _seq = reader.GetInt64(0);
                reader.GetFieldValue<byte[]>(1).CopyTo(_head, 0);
            }
        }

        _begin = Prepare("begin");
        _commit = Prepare("commit");
        _rollback = Prepare("rollback");
        _usage = Prepare("insert_usage");
        _attempt = Prepare("insert_attempt");
        _checkpoint = Prepare("checkpoint_passive");
    }

    /// <summary>Writes a batch; SQLite's primary result code, 0 when it is committed.</summary>
    internal int Write(IReadOnlyList<SettledRequest> batch)
    {
        var code = _begin.Run();
        if (code != raw.SQLITE_OK)
        {
            return code;
        }

        var seq = _seq;
        _head.CopyTo(_next, 0);
        foreach (var settled in batch)
        {
            code = Insert(seq + 1, settled);
            if (code != raw.SQLITE_OK)
            {
                _rollback.Run();
                return code;
            }

            seq++;
        }

        code = _commit.Run();
        if (code != raw.SQLITE_OK)
        {
            _rollback.Run();
            return code;
        }

        _seq = seq;
        _next.CopyTo(_head, 0);
        return raw.SQLITE_OK;
    }

    /// <summary>Moves what it can of the write-ahead log into the database, waiting for nobody.</summary>
    internal void Checkpoint() => _checkpoint.Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<PreparedStatement>)[_begin, _commit, _rollback, _usage, _attempt, _checkpoint])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private PreparedStatement Prepare(string name) => new(_connection, $"sqlite/ledger/{name}.sql");

    private int Insert(long seq, SettledRequest settled)
    {
        _row.Begin(_next);
        _row.BindTo(_usage);
        UsageRow.Encode(_row, seq, settled.Request, settled.Settlement);
        foreach (var attempt in settled.Settlement.Attempts)
        {
            _row.BindTo(_attempt);
            UsageRow.Encode(_row, settled.Request.RequestId, attempt);
            var code = _attempt.Run();
            if (code != raw.SQLITE_OK)
            {
                return code;
            }
        }

        _row.Hash(_next);
        _usage.BindBlob(UsageRow.Columns + 1, _next);
        return _usage.Run();
    }
}
