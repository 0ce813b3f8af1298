// One SQLite file: where it lies, and how connections to it are opened.
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Router.Storage;

/// <summary>
/// Opens connections to one SQLite file in WAL mode. Connections are not pooled: whoever opens one owns and disposes it.
/// Busy waits end after 5 s with a <see cref="SqliteException"/> of code 5.
/// </summary>
/// <param name="path">The file; its folder is made (0700) and so is the file (0600) when a writer is opened.</param>
/// <param name="survivePowerCut">Every commit is flushed to the disk (<c>synchronous=FULL</c>); otherwise commits survive the process only.</param>
internal sealed class SqliteDatabase(string path, bool survivePowerCut = false)
{
    private const int BusySeconds = 5;

    /// <summary>SQLITE_CONFIG_MULTITHREAD.</summary>
    private const int ConfigMultiThread = 2;
    private static readonly Lazy<bool> NativeLibrary = new(LoadNativeLibrary);

    /// <summary>The file, as an absolute path.</summary>
    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>A connection that may write. Many may be open, in many processes; SQLite lets one write at a time.</summary>
    /// <exception cref="IOException">The folder or file cannot be made.</exception>
    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    internal SqliteConnection OpenWriter()
    {
        CreateFile();
        return Open(SqliteOpenMode.ReadWrite, survivePowerCut ? "sqlite/storage/open_writer_power.sql" : "sqlite/storage/open_writer.sql");
    }

    /// <summary>A connection that SQLite keeps from writing. The file must exist.</summary>
    /// <exception cref="SqliteException">The file is not there, cannot be opened, or is no database.</exception>
    /// <remarks>
    /// The file itself is opened for reading and writing, because the first reader of a WAL database after a crash has to
    /// repair its index; <c>query_only</c> refuses everything else.
    /// </remarks>
    internal SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadWrite, "sqlite/storage/open_reader.sql");

    /// <summary>Makes a database in memory and forgets it: the code that the first real one needs is then loaded.</summary>
    internal static void Rehearse()
    {
        using var memory = new SqliteDatabase("rehearsal").Open(SqliteOpenMode.Memory, "sqlite/storage/open_writer.sql");
        Migrations.Apply(memory);
    }

    private SqliteConnection Open(SqliteOpenMode mode, string pragmas)
    {
        _ = NativeLibrary.Value;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.Statement(pragmas);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CreateFile()
    {
        if (File.Exists(Path))
        {
            return;
        }

        // SQLite gives the files beside it (-wal, -shm) the mode of this one.
        using FileStream made = PrivateFile.Open(Path);
    }

    private static bool LoadNativeLibrary()
    {
        Batteries_V2.Init();

        // Each connection is used by one thread at a time, so its own lock only costs. Refused once SQLite is in use, which does no harm.
        _ = raw.sqlite3_config(ConfigMultiThread);
        return true;
    }
}
