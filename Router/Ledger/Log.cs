// Every log line of the ledger.
namespace Router.Ledger;

internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Error, "The journal cannot be written: {Reason}. New requests are refused until it can.")]
    internal static partial void JournalUnwritable(ILogger logger, string reason);

    [LoggerMessage(1601, LogLevel.Error, "The journal is full: {Slots} requests are open or wait for the database. New requests are refused.")]
    internal static partial void JournalFull(ILogger logger, int slots);

    [LoggerMessage(1602, LogLevel.Information, "The journal has grown to {Slots} slots.")]
    internal static partial void JournalGrown(ILogger logger, int slots);

    [LoggerMessage(1603, LogLevel.Error, "The journal could not grow: {Reason}.")]
    internal static partial void JournalNotGrown(ILogger logger, string reason);

    [LoggerMessage(1604, LogLevel.Warning, "The settlement of {RequestId} is not in the journal: {Reason}. It is written to the database from memory.")]
    internal static partial void SettlementNotJournalled(ILogger logger, string requestId, string reason);

    [LoggerMessage(1605, LogLevel.Warning, "The ids that the answer to {RequestId} created are not in the journal. They are written to the database from memory.")]
    internal static partial void StoredIdsNotJournalled(ILogger logger, string requestId);

    [LoggerMessage(1610, LogLevel.Error, "The ledger's database cannot be written ({Trouble}: {Reason}). {Waiting} rows wait; trying again.")]
    internal static partial void DatabaseUnwritable(ILogger logger, string trouble, string reason, int waiting);

    [LoggerMessage(1611, LogLevel.Information, "The ledger's database is written again.")]
    internal static partial void DatabaseWritable(ILogger logger);

    [LoggerMessage(1612, LogLevel.Warning, "Request {RequestId} has its row already; it was not written again.")]
    internal static partial void RowExists(ILogger logger, string requestId);

    [LoggerMessage(1613, LogLevel.Error, "The ledger stopped with {Waiting} rows not in the database; the next start writes them from the journal.")]
    internal static partial void StoppedWithRowsWaiting(ILogger logger, int waiting);

    [LoggerMessage(1614, LogLevel.Error, "The database refuses the row of request {RequestId} ({Reason}). It is set aside; the others are written.")]
    internal static partial void RowSetAside(ILogger logger, string requestId, string reason);

    [LoggerMessage(1615, LogLevel.Error, "{Rows} rows of the last run were refused; the journal with them is kept in {Folder}.")]
    internal static partial void JournalKept(ILogger logger, int rows, string folder);

    [LoggerMessage(1616, LogLevel.Error, "The journal is in the layout of another version of the router, which this one does not read; it is kept in {Folder}. If that version did not stop in order, requests of its last moments are missing from the ledger: start that version once on a new data folder with that journal in place, and it writes them to a ledger there.")]
    internal static partial void JournalOfAnotherVersion(ILogger logger, string folder);

    [LoggerMessage(1617, LogLevel.Error, "The journal is damaged: its file was cut short, or something else wrote into it. It is kept in {Folder}. What could be read of it goes to the ledger; other requests of the last run's end may be missing there.")]
    internal static partial void JournalDamaged(ILogger logger, string folder);

    [LoggerMessage(1620, LogLevel.Warning, "After an unclean end, {Settled} settled requests and {Interrupted} interrupted ones were written to the ledger.")]
    internal static partial void Recovered(ILogger logger, int settled, int interrupted);
}
