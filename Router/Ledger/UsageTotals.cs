// Sums over the ledger for the caller surface.
using Router.Storage;

namespace Router.Ledger;

/// <summary>Reads the sums that the writer keeps, on a connection of its own; it sees what is committed.</summary>
internal sealed class UsageTotals(SqliteDatabase database)
{
    /// <summary>The totals of a caller's requests that began in the month (UTC) of <paramref name="time"/> (Unix milliseconds).</summary>
    internal CallerTotals OfMonth(string callerId, long time)
    {
        using var connection = database.OpenReader();
        using var select = connection.Statement(
            "sqlite/ledger/caller_totals.sql", ("$caller", TextBound.Id.Cut(callerId)), ("$month", MonthSums.MonthOf(time)));
        using var row = select.ExecuteReader();
        return row.Read()
            ? new CallerTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))
            : new CallerTotals(0, 0, 0, 0);
    }
}
