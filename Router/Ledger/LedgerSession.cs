// One connection that appends rows: its statements and where the chain ends.
using Microsoft.Data.Sqlite;
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// Appends batches to <c>usage</c> and <c>attempts</c>. Not for two threads. After any exception it is of no more use: dispose it
/// and open another, which reads from the database what was committed.
/// </summary>
internal sealed class LedgerSession : IDisposable
{
    private const string Folder = "sqlite/ledger/";

    private readonly SqliteConnection _connection;
    private readonly List<PreparedStatement> _statements = [];
    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _commit;
    private readonly PreparedStatement _insertUsage;
    private readonly PreparedStatement _insertAttempt;
    private readonly PreparedStatement _findRequest;
    private readonly PreparedStatement _selectHead;
    private readonly PreparedStatement _updateHead;
    private readonly PreparedStatement _addCallerMonth;
    private readonly StoredIdRows _storedIds;
    private readonly PreparedStatement _addQuotaUsage;
    private readonly PreparedStatement _trimQuotaUsage;
    private readonly QuotaSums _quotas;
    private readonly RowEncoder _row = new();
    private readonly MonthSums _months = new();
    private readonly byte[] _hash = new byte[RowEncoder.HashBytes];
    private readonly byte[] _hex = new byte[RowEncoder.HashBytes * 2];
    private long _seq;

    /// <param name="connection">A writer's connection to a migrated ledger; the session owns it from here on.</param>
    internal LedgerSession(SqliteConnection connection)
    {
        _connection = connection;
        try
        {
            using (var pragmas = Storage.SqliteStatements.Statement(connection, Folder + "writer_pragmas.sql"))
            {
                pragmas.ExecuteNonQuery();
            }

            _begin = Prepare("begin_write.sql");
            _commit = Prepare("commit.sql");
            _insertUsage = Prepare("insert_usage.sql");
            _insertAttempt = Prepare("insert_attempt.sql");
            _findRequest = Prepare("find_request.sql");
            _selectHead = Prepare("select_head.sql");
            _updateHead = Prepare("update_head.sql");
            _addCallerMonth = Prepare("add_caller_month.sql");
            _addQuotaUsage = Prepare("add_quota_usage.sql");
            _trimQuotaUsage = Prepare("trim_quota_usage.sql");
            _quotas = new QuotaSums(Prepare("select_quota_set.sql"));
            _storedIds = new StoredIdRows(Prepare("insert_stored_id.sql"), Prepare("trim_stored_ids.sql"));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Appends the entries in order in one transaction, with the ids that their answers created; when it returns they are committed. The head of the chain is read inside
    /// the transaction.
    /// </summary>
    /// <param name="mayExist">
    /// True for entries that may be in the database already (recovery, or a batch whose commit failed in an unknown state): each is
    /// looked up first, and skipped when it has its row.
    /// </param>
    /// <param name="skipped">Told each request that was skipped.</param>
    /// <returns>Rows appended.</returns>
    /// <exception cref="SqliteException">Nothing of the batch is known to be committed.</exception>
    internal int Append(ReadOnlySpan<LedgerEntry> entries, bool mayExist, Action<string>? skipped = null)
    {
        _begin.Run();
        ReadHead();
        _months.Clear();
        _quotas.Clear();
        _storedIds.Begin();
        var now = 0L;
        var appended = 0;
        foreach (ref readonly var entry in entries)
        {
            if (mayExist && Exists(entry.Request.RequestId))
            {
                skipped?.Invoke(entry.Request.RequestId);
                continue;
            }

            AppendOne(entry);
            _months.Add(entry);
            _quotas.Add(UsageRow.QuotaSetOf(entry.Request), entry.Request.StartedAt, UsageRow.AllTokens(entry.Settlement));
            if (entry.StoredIds is { } ids)
            {
                _storedIds.Insert(ids);
                now = Math.Max(now, entry.Settlement.EndedAt);
            }

            appended++;
        }

        _months.WriteTo(_addCallerMonth);
        _quotas.WriteTo(_addQuotaUsage, _trimQuotaUsage);
        _storedIds.Trim(now);

        _updateHead.Bind(1, _seq);
        _updateHead.Bind(2, _seq == 0 ? "" : System.Text.Encoding.ASCII.GetString(_hex));
        _updateHead.Run();
        _commit.Run();
        return appended;
    }

    /// <summary>Appends recorded ids alone, in one transaction.</summary>
    /// <param name="now">Unix milliseconds.</param>
    internal void AppendStoredIds(IEnumerable<StoredIdRecord> records, long now)
    {
        _begin.Run();
        _storedIds.Begin();
        foreach (var record in records)
        {
            _storedIds.Insert(record);
        }

        _storedIds.Trim(now);
        _commit.Run();
    }

    /// <summary>Removes the recorded ids that have expired and tells of the others, the oldest first.</summary>
    /// <param name="now">Unix milliseconds.</param>
    internal void LoadStoredIds(long now, Action<IdHash, TargetName, long> found) => StoredIdRows.Load(_connection, now, found);

    /// <summary>Moves the write-ahead log into the database and empties it, as far as readers allow.</summary>
    internal void TruncateLog()
    {
        using var truncate = new PreparedStatement(_connection, Folder + "truncate_log.sql");
        truncate.Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _row.Dispose();

        // Closing rolls an unfinished transaction back.
        _connection.Dispose();
    }

    private PreparedStatement Prepare(string file)
    {
        var statement = new PreparedStatement(_connection, Folder + file);
        _statements.Add(statement);
        return statement;
    }

    private bool Exists(string requestId)
    {
        _findRequest.Bind(1, requestId);
        var exists = _findRequest.Step();
        _findRequest.Reset();
        return exists;
    }

    private void ReadHead()
    {
        _selectHead.Step();
        _seq = _selectHead.Integer(0) ?? 0;
        var hash = _selectHead.Text(1) ?? "";
        _selectHead.Reset();
        _hash.AsSpan().Clear();
        if (hash.Length == _hex.Length)
        {
            Convert.FromHexString(hash, _hash, out _, out _);
            Convert.TryToHexStringLower(_hash, _hex, out _);
        }
    }

    private void AppendOne(in LedgerEntry entry)
    {
        _row.Begin(_hash);
        var usage = _row.BeginUsage();
        UsageRow.Encode(_row, _seq + 1, entry);
        _insertUsage.BindEncoded(_row.From(usage));
        var quotaSet = UsageRow.QuotaSetOf(entry.Request);
        UsageRow.EncodeQuotaSet(_row, quotaSet);
        InsertAttempts(entry);
        _row.Hash(_hash);
        Convert.TryToHexStringLower(_hash, _hex, out _);
        _insertUsage.Bind(UsageRow.Columns + 1, _hex);
        _insertUsage.Bind(UsageRow.Columns + 2, quotaSet);
        _insertUsage.Run();
        _seq++;
    }

    private void InsertAttempts(in LedgerEntry entry)
    {
        var settlement = entry.Settlement;
        var serving = UsageRow.Serving(settlement);
        for (var i = 0; i < settlement.Attempts.Length; i++)
        {
            var attempt = settlement.Attempts[i];
            var place = _row.BeginAttempt();
            UsageRow.EncodeAttempt(
                _row, entry.Request.RequestId, attempt, i == serving ? UsageRow.Costs(settlement).Total : attempt.Cost);
            _insertAttempt.BindEncoded(_row.From(place));
            _insertAttempt.Run();
        }
    }
}
