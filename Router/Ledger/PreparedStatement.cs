// A statement that is prepared once and run very often.
using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Router.Storage;
using SQLitePCL;

namespace Router.Ledger;

/// <summary>
/// A thin layer over SQLite's own calls, because a command object costs more than the insert it makes. Positional parameters,
/// counted from 1. Errors are <see cref="SqliteException"/>.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _bound = [];
    private int _boundLength;

    /// <param name="resource">As <see cref="EmbeddedSql.Text"/> takes it.</param>
    internal PreparedStatement(SqliteConnection connection, string resource)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_database, EmbeddedSql.Text(resource), out _statement));
    }

    internal int ColumnCount => raw.sqlite3_column_count(_statement);

    internal void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <summary>Binds an integer or NULL.</summary>
    internal void Bind(int parameter, long? value) => Check(value is { } known
        ? raw.sqlite3_bind_int64(_statement, parameter, known)
        : raw.sqlite3_bind_null(_statement, parameter));

    internal void Bind(int parameter, string value) => Check(raw.sqlite3_bind_text(_statement, parameter, value));

    internal void Bind(int parameter, ReadOnlySpan<byte> utf8) => Check(utf8.IsEmpty
        ? raw.sqlite3_bind_text(_statement, parameter, "")
        : raw.sqlite3_bind_text(_statement, parameter, utf8));

    internal void BindBlob(int parameter, ReadOnlySpan<byte> bytes) => Check(raw.sqlite3_bind_blob(_statement, parameter, bytes));

    /// <summary>
    /// Binds columns as <see cref="RowEncoder"/> encodes them, to the parameters from 1 on. A column that equals the one of the run before
    /// keeps its binding: most columns of neighbouring rows are the same (caller, provider, prices), and a call into SQLite costs more than
    /// the comparison.
    /// </summary>
    internal void BindEncoded(ReadOnlySpan<byte> columns)
    {
        var rest = columns;
        var before = _bound.AsSpan(0, _boundLength);
        for (var parameter = 1; !rest.IsEmpty; parameter++)
        {
            var size = RowEncoder.SizeOf(rest);
            var sizeBefore = before.IsEmpty ? 0 : RowEncoder.SizeOf(before);
            if (size != sizeBefore || !rest[..size].SequenceEqual(before[..size]))
            {
                BindOne(parameter, rest[..size]);
            }

            rest = rest[size..];
            before = before[sizeBefore..];
        }

        if (_bound.Length < columns.Length)
        {
            _bound = new byte[columns.Length * 2];
        }

        columns.CopyTo(_bound);
        _boundLength = columns.Length;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    internal bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        // Resetting gives the failed statement's locks back; its own code repeats the failure.
        _ = raw.sqlite3_reset(_statement);
        SqliteException.ThrowExceptionForRC(result, _database);
        return false;
    }

    /// <summary>Makes it ready to be bound and run again.</summary>
    internal void Reset() => Check(raw.sqlite3_reset(_statement));

    /// <summary>Runs a statement that answers nothing, and resets it.</summary>
    internal void Run()
    {
        while (Step())
        {
            // A checkpoint pragma answers a row that nobody needs.
        }

        Reset();
    }

    internal long? Integer(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(_statement, column);

    /// <summary>The bytes of a column; good until the next step.</summary>
    internal ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    internal string? Text(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Encodes the first <paramref name="count"/> columns of the present row.</summary>
    internal void EncodeColumns(RowEncoder row, int count)
    {
        for (var column = 0; column < count; column++)
        {
            switch (raw.sqlite3_column_type(_statement, column))
            {
                case raw.SQLITE_NULL:
                    row.Integer(null);
                    break;
                case raw.SQLITE_INTEGER:
                    row.Integer(raw.sqlite3_column_int64(_statement, column));
                    break;
                case raw.SQLITE_TEXT:
                    row.Text(raw.sqlite3_column_blob(_statement, column));
                    break;
                default:
                    row.Unknown();
                    break;
            }
        }
    }

    public void Dispose() => _statement.Dispose();

    private void BindOne(int parameter, ReadOnlySpan<byte> column)
    {
        var value = column[1..];
        if (column[0] == RowEncoder.Null)
        {
            Check(raw.sqlite3_bind_null(_statement, parameter));
        }
        else if (column[0] == RowEncoder.Whole)
        {
            Bind(parameter, BinaryPrimitives.ReadInt64LittleEndian(value));
        }
        else
        {
            Bind(parameter, value[sizeof(int)..]);
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
