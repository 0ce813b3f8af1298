// The tables of quotas, outside the writer's transactions.
using System.Globalization;
using Router.Quotas;
using Router.Storage;

namespace Router.Ledger;

/// <summary>Each call opens a connection of its own.</summary>
internal static class QuotaRows
{
    private const string Folder = "sqlite/ledger/";

    /// <summary>A book that begins with what the ledger has.</summary>
    internal static QuotaBook Load(SqliteDatabase database, TimeProvider time)
    {
        var book = new QuotaBook(time);
        using var connection = database.OpenReader();
        using var stored = new PreparedStatement(connection, Folder + "select_quota_usage.sql");
        while (stored.Step())
        {
            if (TryReadKey(stored, out var key))
            {
                book.Load(key, stored.Integer(2) ?? 0, stored.Integer(3) ?? 0, stored.Integer(4) ?? 0);
            }
        }

        return book;
    }

    /// <summary>The number of a definition; a new one gets the next.</summary>
    internal static int NumberOf(SqliteDatabase database, string definition)
    {
        using var connection = database.OpenWriter();
        using (var insert = connection.Statement(Folder + "insert_quota_set.sql", ("$definition", definition)))
        {
            insert.ExecuteNonQuery();
        }

        using var find = connection.Statement(Folder + "find_quota_set.sql", ("$definition", definition));
        return Convert.ToInt32(find.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The counter of a stored row; false for one that this version cannot read.</summary>
    internal static bool TryReadKey(PreparedStatement stored, out QuotaKey key)
    {
        var known = QuotaPeriod.TryParse(stored.Text(1) ?? "", out var period);
        key = new QuotaKey(stored.Text(0) ?? "", period);
        return known;
    }
}
