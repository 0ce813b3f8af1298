// A ledger in a folder of its own, for one test.
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Configuration;
using Router.Ledger;
using Router.Storage;
using Router.Tests.Support;

namespace Router.Tests.Ledger;

/// <summary>Opens the parts of a ledger on files that outlive them, so that a test can drop a process's memory and go on.</summary>
internal sealed class LedgerFolder : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    internal LedgerFolder() => Database = new SqliteDatabase(_folder["ledger.db"]);

    internal SqliteDatabase Database { get; }

    internal string DataDirectory => Path.GetDirectoryName(Database.Path)!;

    internal string JournalDirectory => UsageLedger.JournalDirectory(DataDirectory);

    /// <summary>A ledger as the router starts it.</summary>
    internal UsageLedger Start(Func<SqliteConnection>? connect = null, TimeProvider? time = null, bool power = false, ILogger<UsageLedger>? logger = null) => UsageLedger.Start(
        new LedgerSettings(Database.Path, power, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
        DataDirectory,
        Database,
        time ?? TimeProvider.System,
        logger ?? NullLogger<UsageLedger>.Instance,
        connect);

    internal LedgerSession Session()
    {
        var connection = Database.OpenWriter();
        Migrations.Apply(connection);
        return new LedgerSession(connection);
    }

    internal Journal Journal(long epoch = 1, int maxExtents = 2, TimeProvider? time = null) =>
        new(JournalDirectory, epoch, survivePowerCut: false, time ?? TimeProvider.System, NullLogger.Instance, maxExtents);

    internal JournalScan Scan() => JournalScan.Read(JournalDirectory);

    internal LedgerFindings Verify() => new LedgerVerifier(Database, TimeProvider.System).Run();

    /// <summary>Runs a statement of the test; the file is opened as anybody with a database tool would.</summary>
    internal void Execute(string sql)
    {
        using var connection = Database.OpenWriter();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is the test's own.
        command.CommandText = "PRAGMA foreign_keys = OFF;" + sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>One column of all rows that a statement answers; null for NULL.</summary>
    internal List<object?> Column(string sql, int column = 0)
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var values = new List<object?>();
        while (rows.Read())
        {
            values.Add(rows.IsDBNull(column) ? null : rows.GetValue(column));
        }

        return values;
    }

    internal object? Value(string sql) => Column(sql).Single();

    public void Dispose() => _folder.Dispose();
}
