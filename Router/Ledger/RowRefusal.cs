// Tells a row that the database will never take from a database that cannot be written now.
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Router.Ledger;

/// <summary>Failures that the same row would meet at every try, in the tables' rules or in being encoded.</summary>
internal static class RowRefusal
{
    internal static bool Is(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: var code } => code is SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_MISMATCH
            or SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_RANGE,
        ArgumentException or ArithmeticException or IndexOutOfRangeException => true,
        _ => false,
    };

    /// <summary>The reason without any of the row's values.</summary>
    internal static string Word(Exception exception) => exception is SqliteException { SqliteExtendedErrorCode: var code }
        ? string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}")
        : exception.GetType().Name;
}
