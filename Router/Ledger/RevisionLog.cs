// The revisions of the configuration, kept in the ledger.
using Dapper;
using Router.Configuration;
using Router.Storage;

namespace Router.Ledger;

/// <summary>Short transactions on connections of their own, beside the writer.</summary>
internal sealed class RevisionLog(SqliteDatabase database, TimeProvider time) : IRevisionLog
{
    /// <inheritdoc/>
    public int Accept(string redactedText, string contentHash, string by)
    {
        using var connection = database.OpenWriter();
        using var transaction = connection.BeginTransaction();
        var active = connection.QueryFirstOrDefault<ActiveRevision>(Sql("active_revision"), transaction: transaction);
        if (active is not null && active.ContentHash == contentHash)
        {
            return (int)active.Revision;
        }

        var revision = connection.ExecuteScalar<int>(Sql("next_revision"), transaction: transaction);
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        connection.Execute(
            Sql("insert_revision"), new { revision, accepted_at = at, by, content_hash = contentHash, text = redactedText }, transaction);
        connection.Execute(Sql("insert_activation"), new { revision, at, by }, transaction);
        transaction.Commit();
        return revision;
    }

    /// <inheritdoc/>
    public string? Text(int revision)
    {
        using var connection = database.OpenReader();
        return connection.QueryFirstOrDefault<string>(Sql("revision_text"), new { revision });
    }

    /// <inheritdoc/>
    public void Activate(int revision, string by)
    {
        using var connection = database.OpenWriter();
        connection.Execute(Sql("insert_activation"), new { revision, at = time.GetUtcNow().ToUnixTimeMilliseconds(), by });
    }

    /// <summary>All revisions, newest first.</summary>
    internal IReadOnlyList<RevisionEntry> List()
    {
        using var connection = database.OpenReader();
        return connection.Query<RevisionEntry>(Sql("list_revisions")).AsList();
    }

    private static string Sql(string name) => EmbeddedSql.Text($"sqlite/ledger/{name}.sql");

    private sealed record ActiveRevision(long Revision, string ContentHash);
}
