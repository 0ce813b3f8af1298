// Reads the usage rows of a ledger that another process writes.
using Microsoft.Data.Sqlite;

namespace Router.Tests.KillLoop;

internal static class LedgerRows
{
    /// <summary>What the table <c>usage</c> says of each request id.</summary>
    public static async Task<Dictionary<string, LedgerRow>> ReadAsync(string file, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, LedgerRow>(StringComparer.Ordinal);
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(address.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT request_id, outcome, attempts, quota_set IS NOT NULL,
                (SELECT COALESCE(SUM(COALESCE(a.input_tokens, 0) + COALESCE(a.output_tokens, 0) + COALESCE(a.cache_read_tokens, 0)
                    + COALESCE(a.cache_write_tokens, 0) + COALESCE(a.cache_write_1h_tokens, 0)), 0)
                 FROM attempts AS a WHERE a.request_id = usage.request_id)
            FROM usage ORDER BY seq
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetString(0);
            rows[id] = new LedgerRow((rows.GetValueOrDefault(id)?.Rows ?? 0) + 1, reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3), reader.GetInt64(4));
        }

        return rows;
    }
}
