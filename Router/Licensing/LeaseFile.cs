// The file in which processes write down that they run.
using Microsoft.Data.Sqlite;
using Router.Storage;

namespace Router.Licensing;

/// <summary>
/// Opened for each look, so that a file that was put in its place is seen. A lease counts for <see cref="Lifetime"/> after its renewal, and
/// not at all once its owner is known to be gone.
/// </summary>
internal sealed class LeaseFile(string path)
{
    /// <summary>How long a lease is good without being renewed.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const string Folder = "sqlite/leases/";

    private readonly SqliteDatabase _database = new(path);

    internal string Path => _database.Path;

    /// <summary>Renews the lease of an instance, or takes one when there is room; without room it gives up the one it has.</summary>
    /// <param name="max">The most leases; null for any number.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>Whether the instance has a lease, and how many have one.</returns>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal (bool Holds, int Live) Renew(string instance, LeaseOwner owner, long? max, long now)
    {
        using var connection = _database.OpenWriter();
        Run(connection, "create.sql");

        // BEGIN IMMEDIATE: of two processes that find the last place free only one takes it.
        using var transaction = connection.BeginTransaction(deferred: false);
        var live = Live(connection, instance, now);
        var place = live.IndexOf(instance);
        var holds = (place < 0 ? live.Count : place) < (max ?? long.MaxValue);
        if (place >= 0)
        {
            Run(connection, holds ? "renew.sql" : "give_back.sql", ("$instance", instance), ("$renewed_at", now));
        }
        else if (holds)
        {
            Run(
                connection, "take.sql", ("$instance", instance), ("$host", owner.Host), ("$process_id", owner.ProcessId),
                ("$process_started", owner.Started), ("$renewed_at", now));
        }

        transaction.Commit();
        return (holds, live.Count + (holds ? 1 : 0) - (place >= 0 ? 1 : 0));
    }

    /// <summary>Ends the lease of an instance, if it has one.</summary>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal void GiveBack(string instance)
    {
        using var connection = _database.OpenWriter();
        Run(connection, "create.sql");
        Run(connection, "give_back.sql", ("$instance", instance));
    }

    /// <summary>How many processes hold a lease, seen from outside them: nothing is changed.</summary>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    internal int Count(long now)
    {
        if (!File.Exists(Path))
        {
            return 0;
        }

        using var connection = _database.OpenReader();
        using var look = connection.Statement(Folder + "has_table.sql");
        return look.ExecuteScalar() is null ? 0 : Rows(connection).Count(row => Counts(row.Owner, row.RenewedAt, now));
    }

    /// <summary>The instances whose lease counts, the oldest first, after removing the others. The one that asks is alive, however late it comes.</summary>
    private static List<string> Live(SqliteConnection connection, string asking, long now)
    {
        var (live, ended) = (new List<string>(), new List<string>());
        foreach (var (instance, owner, renewedAt) in Rows(connection))
        {
            (instance == asking || Counts(owner, renewedAt, now) ? live : ended).Add(instance);
        }

        foreach (var instance in ended)
        {
            Run(connection, "give_back.sql", ("$instance", instance));
        }

        return live;
    }

    private static IEnumerable<(string Instance, LeaseOwner Owner, long RenewedAt)> Rows(SqliteConnection connection)
    {
        using var select = connection.Statement(Folder + "select.sql");
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            yield return (rows.GetString(0), new LeaseOwner(rows.GetString(1), rows.GetInt32(2), rows.GetString(3)), rows.GetInt64(4));
        }
    }

    // In both directions: a clock that was set back would keep a dead lease for as long.
    private static bool Counts(LeaseOwner owner, long renewedAt, long now) =>
        Math.Abs(now - renewedAt) < (long)Lifetime.TotalMilliseconds && !owner.IsGone();

    private static void Run(SqliteConnection connection, string file, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var statement = connection.Statement(Folder + file, parameters);
        statement.ExecuteNonQuery();
    }
}
