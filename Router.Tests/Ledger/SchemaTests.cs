// The written schema is the one that the migrations make.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Storage;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class SchemaTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_migrations_on_an_empty_file_make_the_wanted_schema()
    {
        using var migrated = new SqliteDatabase(_folder["migrated.db"]).OpenWriter();
        Migrations.Apply(migrated);
        using var wanted = new SqliteDatabase(_folder["wanted.db"]).OpenWriter();
        using var schema = wanted.Statement("sqlite/schema.sql");
        schema.ExecuteNonQuery();
        Objects(migrated).Should().Equal(Objects(wanted));
    }

    private static List<string> Objects(SqliteConnection connection)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT type || ' ' || name || ': ' || COALESCE(sql, '') FROM sqlite_master ORDER BY type, name";
        using var rows = select.ExecuteReader();
        var objects = new List<string>();
        while (rows.Read())
        {
            // How a statement is laid out, or that it may be run twice, is no difference of schema.
            var words = string.Join(' ', rows.GetString(0).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            objects.Add(words.Replace(" ,", ",", StringComparison.Ordinal).Replace(" )", ")", StringComparison.Ordinal));
        }

        return objects;
    }
}
