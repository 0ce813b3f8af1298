// Reads the tables of a ledger as they are, with a connection of its own.
using Microsoft.Data.Sqlite;

namespace Router.Tests.Support;

internal static class StoredRows
{
    /// <summary>The usage rows in the order of <c>seq</c>.</summary>
    public static async Task<IReadOnlyList<StoredRow>> ReadAsync(string file)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(address.ToString());
        await connection.OpenAsync();
        var attempts = (await TableAsync(connection, "SELECT * FROM attempts ORDER BY request_id, attempt"))
            .ToLookup(row => (string)row["request_id"]!, StringComparer.Ordinal);
        var rows = await TableAsync(connection, "SELECT * FROM usage ORDER BY seq");
        return [.. rows.Select(row => new StoredRow(row, [.. attempts[(string)row["request_id"]!]]))];
    }

    private static async Task<List<IReadOnlyDictionary<string, object?>>> TableAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the two constants above
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (await reader.ReadAsync())
        {
            var row = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var column = 0; column < reader.FieldCount; column++)
            {
                row[reader.GetName(column)] = await reader.IsDBNullAsync(column) ? null : reader.GetValue(column);
            }

            rows.Add(row);
        }

        return rows;
    }
}
