// Sums of a caller's own rows.
using Dapper;
using Router.Storage;

namespace Router.Ledger;

/// <summary>Reads on a connection of its own, beside the writer.</summary>
internal sealed class UsageTotals(SqliteDatabase database)
{
    /// <summary>What <paramref name="callerId"/> used since <paramref name="since"/> (Unix milliseconds).</summary>
    internal CallerTotals Of(string callerId, long since)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingle<CallerTotals>(EmbeddedSql.Text("sqlite/ledger/usage_totals.sql"), new { caller_id = callerId, since });
    }
}
