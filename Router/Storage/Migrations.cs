// Brings a database file to the schema that this program knows.
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Router.Storage;

/// <summary>Runs the migrations that a file lacks, in order, each in its own transaction, recorded in <c>schema_migrations</c>.</summary>
internal static class Migrations
{
    private const string Folder = "sqlite/migrations/";

    /// <summary>Applies what is missing; does nothing when nothing is. Safe when two processes start at once.</summary>
    /// <exception cref="NewerSchemaException">A newer program has already changed this file.</exception>
    internal static void Apply(SqliteConnection connection) => Apply(connection, BuiltIn(), TimeProvider.System);

    /// <inheritdoc cref="Apply(SqliteConnection)"/>
    internal static void Apply(SqliteConnection connection, IReadOnlyList<Migration> known, TimeProvider time)
    {
        using (SqliteCommand create = connection.Statement("sqlite/storage/create_schema_migrations.sql"))
        {
            create.ExecuteNonQuery();
        }

        var newestKnown = known.Count == 0 ? 0 : known.Max(migration => migration.Version);
        RefuseNewer(connection, newestKnown);
        foreach (Migration migration in known.OrderBy(migration => migration.Version))
        {
            ApplyOne(connection, migration, time);
        }

        // Once more: a newer program may have come in between.
        RefuseNewer(connection, newestKnown);
    }

    /// <summary>The version of the schema that this program works on.</summary>
    internal static int Newest => BuiltIn()[^1].Version;

    /// <summary>The version of the schema that a file has; 0 when it has none.</summary>
    internal static int VersionOf(SqliteConnection connection) =>
        connection.ExecuteScalar<bool>(EmbeddedSql.Text("sqlite/storage/has_migrations.sql"), commandTimeout: connection.DefaultTimeout)
            ? connection.ExecuteScalar<int>(EmbeddedSql.Text("sqlite/storage/newest_migration.sql"), commandTimeout: connection.DefaultTimeout)
            : 0;

    /// <summary>The migrations of this program, in order.</summary>
    internal static IReadOnlyList<Migration> BuiltIn() => [.. EmbeddedSql.List(Folder).Select(Parse)];

    private static Migration Parse(string path)
    {
        var file = path[Folder.Length..];
        var underscore = file.IndexOf('_', StringComparison.Ordinal);
        if (underscore < 1 || !int.TryParse(file[..underscore], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw new InvalidOperationException($"The migration '{file}' is not named NNNN_name.sql.");
        }

        return new Migration(version, Path.GetFileNameWithoutExtension(file), EmbeddedSql.Text(path));
    }

    private static void ApplyOne(SqliteConnection connection, Migration migration, TimeProvider time)
    {
        // BEGIN IMMEDIATE takes the write lock before looking, so that of two processes only one finds the step missing.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        using SqliteCommand look = connection.Statement("sqlite/storage/find_migration.sql", ("$version", migration.Version));
        if (look.ExecuteScalar() is not null)
        {
            return;
        }

        using SqliteCommand script = connection.Script(migration);
        script.ExecuteNonQuery();
        using SqliteCommand record = connection.Statement(
            "sqlite/storage/record_migration.sql",
            ("$version", migration.Version),
            ("$name", migration.Name),
            ("$applied_at", time.GetUtcNow().ToUnixTimeMilliseconds()));
        record.ExecuteNonQuery();
        transaction.Commit();
    }

    private static void RefuseNewer(SqliteConnection connection, int newestKnown)
    {
        var found = VersionOf(connection);
        if (found > newestKnown)
        {
            throw new NewerSchemaException(connection.DataSource, found, newestKnown);
        }
    }
}
