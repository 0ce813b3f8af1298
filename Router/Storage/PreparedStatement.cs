// A statement that is prepared once and run very often.
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Router.Storage;

/// <summary>
/// The writer's own way to SQLite: binds by position without an object per value. For the hot path of the ledger only; everything else
/// goes through Dapper or <see cref="SqliteCommand"/>. Used by one thread.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares <paramref name="resource"/>, see <see cref="EmbeddedSql.Text"/>.</summary>
    internal PreparedStatement(SqliteConnection connection, string resource)
    {
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, EmbeddedSql.Text(resource), out _statement), database);
    }

    /// <summary>Binds UTF-8 text; positions count from 1.</summary>
    internal void Bind(int position, ReadOnlySpan<byte> utf8) => raw.sqlite3_bind_text(_statement, position, utf8);

    internal void Bind(int position, long value) => raw.sqlite3_bind_int64(_statement, position, value);

    internal void BindNull(int position) => raw.sqlite3_bind_null(_statement, position);

    internal void BindBlob(int position, ReadOnlySpan<byte> value) => raw.sqlite3_bind_blob(_statement, position, value);

    /// <summary>Runs to the end and makes ready for the next run; the primary result code of SQLite (0 when it went well).</summary>
    internal int Run()
    {
        int code;
        do
        {
            code = raw.sqlite3_step(_statement);
        }
        while (code == raw.SQLITE_ROW);

        raw.sqlite3_reset(_statement);
        return code == raw.SQLITE_DONE ? raw.SQLITE_OK : code & 0xFF;
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();
}
