// Makes commands from the statements of sql/.
using Dapper;
using Microsoft.Data.Sqlite;

// Rows are read into types by code that the compiler writes at each call of Dapper: no code is made while the product runs.
[module: DapperAot]

namespace Router.Storage;

/// <summary>The one place where the text of a command is not a literal: it comes from a file built into the program, never from outside.</summary>
internal static class SqliteStatements
{
    /// <summary>A command over an embedded statement; a null value becomes NULL. The caller disposes it.</summary>
    /// <param name="resource">The form <see cref="EmbeddedSql.Text"/> takes, for example <c>sqlite/tokens/insert.sql</c>.</param>
    internal static SqliteCommand Statement(
        this SqliteConnection connection, string resource, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Command(connection, EmbeddedSql.Text(resource), parameters);

    /// <summary>A command over the text of a migration.</summary>
    internal static SqliteCommand Script(this SqliteConnection connection, Migration migration) =>
        Command(connection, migration.Sql, []);

    private static SqliteCommand Command(
        SqliteConnection connection, string text, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a file of sql/; values are parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
