// Migrations: once, in order, whole or not at all, never on a newer file.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Storage;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Storage;

public sealed class MigrationsTests : IDisposable
{
    private static readonly Migration First = new(1, "0001_first", "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);");
    private static readonly Migration Second = new(2, "0002_second", "CREATE TABLE b (x INTEGER);");
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_built_in_migrations_run_once_and_are_recorded()
    {
        using SqliteConnection writer = Open();

        Migrations.Apply(writer);
        Migrations.Apply(writer);

        Versions(writer).Should().Equal(Migrations.BuiltIn().Select(migration => (long)migration.Version));
    }

    [Fact]
    public void Built_in_versions_are_distinct() =>
        Migrations.BuiltIn().Select(migration => migration.Version).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Steps_run_in_order_whatever_the_order_of_the_list()
    {
        using SqliteConnection writer = Open();

        Migrations.Apply(writer, [new Migration(3, "0003_last", "INSERT INTO b SELECT x FROM a;"), Second, First], TimeProvider.System);

        Versions(writer).Should().Equal(1, 2, 3);
        Count(writer, "b").Should().Be(1);
    }

    [Fact]
    public void A_later_program_adds_only_what_is_missing()
    {
        using SqliteConnection writer = Open();
        Migrations.Apply(writer, [First], TimeProvider.System);

        Migrations.Apply(writer, [First, Second], TimeProvider.System);

        Versions(writer).Should().Equal(1, 2);
        Count(writer, "a").Should().Be(1);
    }

    [Fact]
    public void A_step_that_fails_leaves_nothing_behind()
    {
        using SqliteConnection writer = Open();
        var broken = new Migration(2, "0002_broken", "CREATE TABLE half (x INTEGER); CREATE TABLE a (x INTEGER);");

        Action apply = () => Migrations.Apply(writer, [First, broken], TimeProvider.System);

        apply.Should().Throw<SqliteException>();
        Versions(writer).Should().Equal(1);
        Action half = () => Count(writer, "half");
        half.Should().Throw<SqliteException>();
    }

    [Fact]
    public void A_newer_file_is_refused_with_both_versions()
    {
        using SqliteConnection writer = Open();
        Migrations.Apply(writer, [First, Second], TimeProvider.System);

        Action apply = () => Migrations.Apply(writer, [First], TimeProvider.System);

        apply.Should().Throw<NewerSchemaException>().WithMessage("*schema version 2*up to 1 only*");
    }

    [Fact]
    public async Task Two_that_start_at_once_run_each_step_once()
    {
        using var start = new Barrier(4);
        Task[] starts = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using SqliteConnection writer = Open();
            start.SignalAndWait();
            Migrations.Apply(writer, [First, Second], TimeProvider.System);
        }))];

        await Task.WhenAll(starts);

        using SqliteConnection reader = Open();
        Versions(reader).Should().Equal(1, 2);
        Count(reader, "a").Should().Be(1);
    }

    private SqliteConnection Open() => new SqliteDatabase(_folder["a.db"]).OpenWriter();

    private static List<long> Versions(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT version FROM schema_migrations ORDER BY version";
        using SqliteDataReader reader = command.ExecuteReader();
        var versions = new List<long>();
        while (reader.Read())
        {
            versions.Add(reader.GetInt64(0));
        }

        return versions;
    }

    private static long Count(SqliteConnection connection, string table)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A literal of this file.
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
