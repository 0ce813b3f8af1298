// Sums over the ledger for the caller surface.
using Router.Storage;

namespace Router.Ledger;

/// <summary>Reads from an index alone, on a connection of its own; it sees what is committed.</summary>
internal sealed class UsageTotals(SqliteDatabase database)
{
    /// <summary>The totals of a caller's requests that began at <paramref name="since"/> (Unix milliseconds) or later.</summary>
    internal CallerTotals Of(string callerId, long since)
    {
        using var connection = database.OpenReader();
        using var select = connection.Statement(
            "sqlite/ledger/caller_totals.sql", ("$caller", TextBound.Id.Cut(callerId)), ("$since", since));
        using var row = select.ExecuteReader();
        row.Read();
        return new CallerTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }
}
