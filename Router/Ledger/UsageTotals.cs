// Sums over the ledger for the caller surface.
using Dapper;
using Router.Storage;

namespace Router.Ledger;

/// <summary>Reads the sums that the writer keeps, on a connection of its own; it sees what is committed.</summary>
internal sealed class UsageTotals(SqliteDatabase database)
{
    /// <summary>The totals of a caller's requests that began in the month (UTC) of <paramref name="time"/> (Unix milliseconds).</summary>
    internal CallerTotals OfMonth(string callerId, long time)
    {
        using var connection = database.OpenReader();
        return connection.QueryFirstOrDefault<CallerTotals>(
            EmbeddedSql.Text("sqlite/ledger/caller_totals.sql"),
            new { caller = TextBound.Id.Cut(callerId), month = MonthSums.MonthOf(time) },
            commandTimeout: connection.DefaultTimeout) ?? new CallerTotals(0, 0, 0, 0);
    }
}
