// The accepted configurations, numbered, in the ledger's file.
using System.Globalization;
using Microsoft.Data.Sqlite;
using Router.Storage;

namespace Router.Ledger;

/// <summary>Each call opens a connection of its own: revisions change seldom, and never on the path of a request.</summary>
internal sealed class RevisionLog(SqliteDatabase database, TimeProvider time)
{
    /// <summary>
    /// Keeps a configuration and returns its number, without making it active. A text whose hash is that of the active revision
    /// makes no new one: the active number is returned.
    /// </summary>
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
        transaction.Commit();
        return number;
    }

    /// <summary>The text of a revision, secrets removed; null when there is none of that number.</summary>
    public string? Text(int revision)
    {
        using var connection = database.OpenReader();
        using var select = connection.Statement("sqlite/revisions/text.sql", ("$revision", revision));
        return select.ExecuteScalar() as string;
    }

    /// <summary>Makes a revision the active one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that number.</exception>
    public void Activate(int revision, string by)
    {
        using var connection = database.OpenWriter();
        using var activate = connection.Statement(
            "sqlite/revisions/activate.sql",
            ("$revision", revision),
            ("$at", time.GetUtcNow().ToUnixTimeMilliseconds()),
            ("$by", by));
        if (activate.ExecuteNonQuery() == 0)
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

    private static (int Number, string Hash)? Active(SqliteConnection connection)
    {
        using var select = connection.Statement("sqlite/revisions/active.sql");
        using var row = select.ExecuteReader();
        return row.Read() ? (row.GetInt32(0), row.GetString(1)) : null;
    }
}
