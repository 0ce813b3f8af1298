// Reads the usage rows of a ledger that another process writes.
using Microsoft.Data.Sqlite;

namespace Router.Tests.KillLoop;

internal static class LedgerRows
{
    /// <summary>Each request id with its rows: how many there are, and the outcome of the last.</summary>
    public static async Task<Dictionary<string, (int Rows, string Outcome)>> ReadAsync(string file, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(address.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, outcome FROM usage ORDER BY seq";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetString(0);
            rows[id] = (rows.GetValueOrDefault(id).Item1 + 1, reader.GetString(1));
        }

        return rows;
    }
}
