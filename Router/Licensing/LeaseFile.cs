// The file in which processes write down that they run.
using Dapper;
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
        var live = Live(transaction, instance, now);
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
        var isUsed = connection.ExecuteScalar<bool>(EmbeddedSql.Text(Folder + "has_table.sql"), commandTimeout: connection.DefaultTimeout);
        return isUsed ? Leases(connection, null).Count(lease => Counts(lease, now)) : 0;
    }

    /// <summary>The instances whose lease counts, the oldest first, after removing the others. The one that asks is alive, however late it comes.</summary>
    private static List<string> Live(SqliteTransaction transaction, string asking, long now)
    {
        var connection = transaction.Connection!;
        var (live, ended) = (new List<string>(), new List<string>());
        foreach (var lease in Leases(connection, transaction))
        {
            (lease.Instance == asking || Counts(lease, now) ? live : ended).Add(lease.Instance);
        }

        foreach (var instance in ended)
        {
            Run(connection, "give_back.sql", ("$instance", instance));
        }

        return live;
    }

    private static IEnumerable<Lease> Leases(SqliteConnection connection, SqliteTransaction? transaction) =>
        connection.Query<Lease>(EmbeddedSql.Text(Folder + "select.sql"), transaction: transaction, commandTimeout: connection.DefaultTimeout);

    // In both directions: a clock that was set back would keep a dead lease for as long.
    private static bool Counts(Lease lease, long now) =>
        Math.Abs(now - lease.RenewedAt) < (long)Lifetime.TotalMilliseconds
        && !new LeaseOwner(lease.Host, lease.ProcessId, lease.ProcessStarted).IsGone();

    private static void Run(SqliteConnection connection, string file, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var statement = connection.Statement(Folder + file, parameters);
        statement.ExecuteNonQuery();
    }

    /// <summary>A row of <c>leases</c>.</summary>
    /// <param name="RenewedAt">Unix milliseconds.</param>
    internal sealed record Lease(string Instance, string Host, int ProcessId, string ProcessStarted, long RenewedAt);
}
