// What the room Ledger logs; ids 1600–1699.
namespace Router.Ledger;

internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Error, "The ledger's database cannot be written (SQLite code {Code}); {Waiting} settled requests wait in the journal. Trying again.")]
    internal static partial void WriterHeldUp(ILogger logger, int code, long waiting);

    [LoggerMessage(1601, LogLevel.Information, "The ledger's database can be written again.")]
    internal static partial void WriterGoesOn(ILogger logger);

    [LoggerMessage(1602, LogLevel.Error, "{Waiting} settled requests stay in the journal; the next start writes them.")]
    internal static partial void WriterLeftBehind(ILogger logger, long waiting);

    [LoggerMessage(1603, LogLevel.Error, "The journal cannot be written: new requests are refused until it can.")]
    internal static partial void JournalFailed(ILogger logger, Exception failure);

    [LoggerMessage(1604, LogLevel.Warning, "An earlier process ended without settling: {Settled} settled requests and {Interrupted} interrupted ones were taken over from its journal.")]
    internal static partial void Recovered(ILogger logger, int settled, int interrupted);
}
