// The accepted configurations, numbered, in the ledger's file.
using Dapper;
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
        var active = connection.QueryFirstOrDefault<ActiveRevision>(
            EmbeddedSql.Text("sqlite/revisions/active.sql"), transaction: transaction, commandTimeout: connection.DefaultTimeout);
        if (active is not null && string.Equals(active.ContentHash, contentHash, StringComparison.Ordinal))
        {
            return active.Revision;
        }

        var number = connection.ExecuteScalar<int>(
            EmbeddedSql.Text("sqlite/revisions/insert.sql"),
            new { at = time.GetUtcNow().ToUnixTimeMilliseconds(), by, hash = contentHash, text = redactedText },
            transaction,
            connection.DefaultTimeout);
        MakeActive(connection, number, by);
        transaction.Commit();
        return number;
    }

    /// <inheritdoc/>
    public string? Text(int revision)
    {
        using var connection = database.OpenReader();
        return connection.QueryFirstOrDefault<string>(
            EmbeddedSql.Text("sqlite/revisions/text.sql"), new { revision }, commandTimeout: connection.DefaultTimeout);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that number.</exception>
    public void Activate(int revision, string by, Func<bool> write)
    {
        using var connection = database.OpenWriter();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!MakeActive(connection, revision, by))
        {
            throw new ArgumentOutOfRangeException(nameof(revision), revision, "There is no such revision.");
        }

        if (write())
        {
            transaction.Commit();
        }
    }

    /// <summary>All revisions, newest first.</summary>
    public IReadOnlyList<Revision> List()
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<Revision>(EmbeddedSql.Text("sqlite/revisions/list.sql"), commandTimeout: connection.DefaultTimeout)];
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

    internal sealed record ActiveRevision(int Revision, string ContentHash);
}
