// Connections: their settings, the rights of the files, readers that cannot write.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Storage;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_writer_makes_the_folder_and_the_file_for_its_owner_alone()
    {
        var path = _folder["deep/data/ledger.db"];

        using SqliteConnection writer = new SqliteDatabase(path).OpenWriter();
        Run(writer, "CREATE TABLE t (x INTEGER)");

        File.Exists(path).Should().BeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(path + "-wal").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(Path.GetDirectoryName(path)!)
                .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void A_writer_is_in_wal_mode_and_as_durable_as_asked(bool survivePowerCut, long synchronous)
    {
        using SqliteConnection writer = new SqliteDatabase(_folder["a.db"], survivePowerCut).OpenWriter();

        Pragma(writer, "journal_mode").Should().Be("wal");
        Pragma(writer, "synchronous").Should().Be(synchronous);
        Pragma(writer, "foreign_keys").Should().Be(1L);
        Pragma(writer, "temp_store").Should().Be(2L);
        Pragma(writer, "busy_timeout").Should().Be(5000L);
        Pragma(writer, "integrity_check").Should().Be("ok");
    }

    [Fact]
    public void A_reader_sees_what_was_committed_and_cannot_write()
    {
        var database = new SqliteDatabase(_folder["a.db"]);
        using SqliteConnection writer = database.OpenWriter();
        Run(writer, "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (7)");
        using SqliteConnection reader = database.OpenReader();

        Scalar(reader, "SELECT x FROM t").Should().Be(7L);
        Pragma(reader, "busy_timeout").Should().Be(5000L);
        Action write = () => Run(reader, "INSERT INTO t VALUES (8)");
        write.Should().Throw<SqliteException>().Which.SqliteErrorCode.Should().Be(8);
    }

    [Fact]
    public void A_reader_makes_no_file()
    {
        var path = _folder["absent.db"];

        Action open = () => new SqliteDatabase(path).OpenReader().Dispose();

        open.Should().Throw<SqliteException>();
        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void A_missing_sql_file_is_named()
    {
        Action read = () => EmbeddedSql.Text("sqlite/no/such.sql");

        read.Should().Throw<InvalidOperationException>().WithMessage("*sql/sqlite/no/such.sql*");
    }

    private static object? Pragma(SqliteConnection connection, string name) => Scalar(connection, $"PRAGMA {name}");

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A literal of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql) => Scalar(connection, sql);
}
