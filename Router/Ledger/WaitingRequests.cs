// Counts the requests that have no row yet, from outside the running router.
using Router.Storage;

namespace Router.Ledger;

/// <param name="Open">Requests without a settlement.</param>
/// <param name="Unwritten">Settled requests that are not in the database yet.</param>
internal sealed record WaitingRequests(int Open, int Unwritten)
{
    /// <summary>
    /// Reads journal and database as they are; beside a busy router the two are a moment apart, so a count may be off by those that
    /// are written in between.
    /// </summary>
    internal static WaitingRequests Count(string dataDirectory, SqliteDatabase database)
    {
        var scan = JournalScan.Read(UsageLedger.JournalDirectory(dataDirectory));
        using var connection = database.OpenReader();
        using var find = new PreparedStatement(connection, "sqlite/ledger/find_request.sql");
        var (open, unwritten) = (0, 0);
        foreach (var slot in scan.Slots)
        {
            find.Bind(1, slot.Request.RequestId);
            var written = find.Step();
            find.Reset();
            if (!written)
            {
                open += slot.Settlement is null ? 1 : 0;
                unwritten += slot.Settlement is null ? 0 : 1;
            }
        }

        return new WaitingRequests(open, unwritten);
    }
}
