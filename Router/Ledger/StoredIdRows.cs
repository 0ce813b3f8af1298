// The table of recorded ids on the writer's connection.
using Microsoft.Data.Sqlite;
using Router.Inference;

namespace Router.Ledger;

/// <summary>Runs inside the transactions of <see cref="LedgerSession"/>, which owns the statements.</summary>
internal sealed class StoredIdRows(PreparedStatement insert, PreparedStatement trim, long most = StoredIdIndex.Most)
{
    private const string Folder = "sqlite/ledger/";

    /// <summary>The least that a trim looks at.</summary>
    private const int LeastTrimmed = 256;

    private int _inserted;

    /// <summary>Begins a transaction.</summary>
    internal void Begin() => _inserted = 0;

    internal void Insert(StoredIdRecord record)
    {
        Span<byte> hash = stackalloc byte[IdHash.Bytes];
        insert.Bind(2, record.ProjectId);
        insert.Bind(3, record.Target.Provider);
        insert.Bind(4, record.Target.Model);
        insert.Bind(5, record.ExpiresAt);
        foreach (var each in record.Hashes)
        {
            each.Write(hash);
            insert.BindBlob(1, hash);
            insert.Run();
            _inserted++;
        }
    }

    /// <summary>Before the commit: removes more old ones than were added, as far as they are due. Does nothing when nothing was added.</summary>
    /// <param name="now">Unix milliseconds.</param>
    internal void Trim(long now)
    {
        if (_inserted == 0)
        {
            return;
        }

        trim.Bind(1, Math.Max(LeastTrimmed, 2L * _inserted));
        trim.Bind(2, now);
        trim.Bind(3, most);
        trim.Run();
    }

    /// <summary>Removes what has expired and tells of the rest, the oldest first.</summary>
    internal static void Load(SqliteConnection connection, long now, Action<IdHash, TargetName, long> found)
    {
        using (var delete = new PreparedStatement(connection, Folder + "delete_expired_ids.sql"))
        {
            delete.Bind(1, now);
            delete.Run();
        }

        using var select = new PreparedStatement(connection, Folder + "select_stored_ids.sql");
        while (select.Step())
        {
            var hash = select.Blob(0);
            if (hash.Length == IdHash.Bytes)
            {
                found(IdHash.Read(hash), new TargetName(select.Text(1) ?? "", select.Text(2) ?? ""), select.Integer(3) ?? 0);
            }
        }
    }
}
