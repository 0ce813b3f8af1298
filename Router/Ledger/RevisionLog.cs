// The accepted configurations, numbered, in the ledger's file.
using System.Globalization;
using Microsoft.Data.Sqlite;
using Router.Configuration;
using Router.Storage;

namespace Router.Ledger;

/// <summary>Each call opens a connection of its own: revisions change seldom, and never on the path of a request.</summary>
internal sealed class RevisionLog(SqliteDatabase database, TimeProvider time) : IRevisionLog
{
    /// <inheritdoc/>
    public int Accept(string redactedText, string contentHash, string by)
    {
        using var connection = database.OpenWriter();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Active(connection) is { } active && string.Equals(active.Hash, contentHash, StringComparison.Ordinal))
        {
            return active.Number;
        }

        using var insert = connection.Statement(
            "sqlite/revisions/insert.sql",
            ("$at", time.GetUtcNow().ToUnixTimeMilliseconds()),
            ("$by", by),
            ("$hash", contentHash),
            ("$text", redactedText));
        var number = Convert.ToInt32(insert.ExecuteScalar(), CultureInfo.InvariantCulture);
        MakeActive(connection, number, by);
        transaction.Commit();
        return number;
    }

    /// <inheritdoc/>
    public string? Text(int revision)
    {
        using var connection = database.OpenReader();
        using var select = connection.Statement("sqlite/revisions/text.sql", ("$revision", revision));
        return select.ExecuteScalar() as string;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that number.</exception>
    public void Activate(int revision, string by)
    {
        using var connection = database.OpenWriter();
        if (!MakeActive(connection, revision, by))
        {
            throw new ArgumentOutOfRangeException(nameof(revision), revision, "There is no such revision.");
        }
    }

    /// <summary>All revisions, newest first.</summary>
    public IReadOnlyList<Revision> List()
    {
        using var connection = database.OpenReader();
        using var select = connection.Statement("sqlite/revisions/list.sql");
        using var rows = select.ExecuteReader();
        var revisions = new List<Revision>();
        while (rows.Read())
        {
            revisions.Add(new Revision(rows.GetInt32(0), rows.GetInt64(1), rows.GetString(2), rows.GetBoolean(3)));
        }

        return revisions;
    }

    private bool MakeActive(SqliteConnection connection, int revision, string by)
    {
        using var activate = connection.Statement(
            "sqlite/revisions/activate.sql",
            ("$revision", revision),
            ("$at", time.GetUtcNow().ToUnixTimeMilliseconds()),
            ("$by", by));
        return activate.ExecuteNonQuery() > 0;
    }

    private static (int Number, string Hash)? Active(SqliteConnection connection)
    {
        using var select = connection.Statement("sqlite/revisions/active.sql");
        using var row = select.ExecuteReader();
        return row.Read() ? (row.GetInt32(0), row.GetString(1)) : null;
    }
}
