// Checks a whole ledger: the chain, the order and the sums.
using Microsoft.Data.Sqlite;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// Works beside a running router, on its own connection and one view of the database, and streams: memory grows with callers and months, not with rows.
/// </summary>
/// <param name="progress">Told the number of rows checked so far, about once a second.</param>
internal sealed class LedgerVerifier(SqliteDatabase database, TimeProvider time, Action<long>? progress = null)
{
    private const string Folder = "sqlite/ledger/";
    private const int ProgressEvery = 10_000;
    private const int AttemptIndex = 1;
    private const int AttemptErrorClass = 6;
    private const int AttemptTokens = 10;
    private const int AttemptCost = 16;

    private const int StartedAt = 2;
    private const int CallerId = 5;
    private const int QuotaSet = UsageRow.Columns;
    private const int RowHash = QuotaSet + 1;

    private readonly List<LedgerProblem> _problems = [];
    private readonly MonthSums _months = new();
    private long _problemCount;

    /// <summary>Checks everything there is now.</summary>
    /// <exception cref="SqliteException">The database cannot be read.</exception>
    internal LedgerFindings Run()
    {
        using var connection = database.OpenReader();
        CheckFile(connection);
        if (Migrations.VersionOf(connection) is var version && version != Migrations.Newest)
        {
            Report(null, null, version < Migrations.Newest
                ? $"its schema has version {version}, and this program checks version {Migrations.Newest}: start the router on it once, or verify it with the version that wrote it"
                : $"its schema has version {version}, which is newer than this program knows ({Migrations.Newest}): verify it with the newer program");
            return new LedgerFindings(0, [.. _problems], _problemCount);
        }

        using var begin = new PreparedStatement(connection, Folder + "begin_read.sql");
        begin.Run();
        using var definition = new PreparedStatement(connection, Folder + "select_quota_set.sql");
        var quotas = new QuotaSums(definition);
        var rows = CheckRows(connection, quotas);
        CheckOrphans(connection);
        CheckMonths(connection);
        CheckQuotas(connection, quotas);
        return new LedgerFindings(rows, [.. _problems], _problemCount);
    }

    private void CheckFile(SqliteConnection connection)
    {
        using var check = new PreparedStatement(connection, Folder + "integrity_check.sql");
        while (check.Step())
        {
            if (check.Text(0) is { } line && line != "ok")
            {
                Report(null, null, "the database file is damaged: " + line);
            }
        }
    }

    private long CheckRows(SqliteConnection connection, QuotaSums quotas)
    {
        using var usage = new PreparedStatement(connection, Folder + "select_usage_chain.sql");
        using var attempts = new PreparedStatement(connection, Folder + "select_attempts_chain.sql");
        using var row = new RowEncoder();
        Span<byte> previous = stackalloc byte[RowEncoder.HashBytes];
        Span<byte> computed = stackalloc byte[RowEncoder.HashBytes];
        var stored = new List<StoredAttempt>();
        var lastHash = "";
        long seq = 0;
        long rows = 0;
        var lastProgress = time.GetTimestamp();
        previous.Clear();
        while (usage.Step())
        {
            var found = usage.Integer(0) ?? 0;
            var requestId = usage.Text(1) ?? "";
            if (found != seq + 1)
            {
                Report(found, requestId, $"seq goes from {seq} to {found}");
            }

            seq = found;
            rows++;
            row.Begin(previous);
            row.BeginUsage();
            usage.EncodeColumns(row, UsageRow.Columns);
            UsageRow.EncodeQuotaSet(row, usage.Integer(QuotaSet));
            ReadAttempts(attempts, requestId, row, stored);
            row.Hash(computed);
            lastHash = usage.Text(RowHash) ?? "";
            if (!string.Equals(lastHash, Convert.ToHexStringLower(computed), StringComparison.Ordinal))
            {
                Report(found, requestId, "row_hash does not match the row, its attempts and the row before");
            }

            TakeHash(lastHash, computed, previous);
            AddToSums(usage, stored, quotas);
            LedgerRowCheck.Check(usage, stored, text => Report(found, requestId, text));
            if (rows % ProgressEvery == 0)
            {
                quotas.Trim();
                if (time.GetElapsedTime(lastProgress) >= TimeSpan.FromSeconds(1))
                {
                    lastProgress = time.GetTimestamp();
                    progress?.Invoke(rows);
                }
            }
        }

        CheckHead(connection, seq, lastHash);
        return rows;
    }

    /// <summary>The chain goes on from the hash that is stored, so that one changed row is one problem and not all rows after it.</summary>
    private static void TakeHash(string stored, ReadOnlySpan<byte> computed, Span<byte> previous)
    {
        if (stored.Length != RowEncoder.HashBytes * 2
            || Convert.FromHexString(stored, previous, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            computed.CopyTo(previous);
        }
    }

    private static void ReadAttempts(
        PreparedStatement attempts, string requestId, RowEncoder row, List<StoredAttempt> stored)
    {
        stored.Clear();
        attempts.Bind(1, requestId);
        while (attempts.Step())
        {
            row.BeginAttempt();
            attempts.EncodeColumns(row, attempts.ColumnCount);
            stored.Add(new StoredAttempt(
                attempts.Integer(AttemptIndex) ?? 0, attempts.Text(AttemptErrorClass), attempts.Integer(AttemptCost) ?? 0,
                FactBounds.AllTokens(LedgerRowCheck.UsageAt(attempts, AttemptTokens))));
        }

        attempts.Reset();
    }

    private void CheckHead(SqliteConnection connection, long seq, string lastHash)
    {
        using var head = new PreparedStatement(connection, Folder + "select_head.sql");
        if (!head.Step() || head.Integer(0) != seq || !string.Equals(head.Text(1), lastHash, StringComparison.Ordinal))
        {
            Report(null, null, $"the ledger ends at row {seq}, but its head does not name that row and its hash");
        }
    }

    private void CheckOrphans(SqliteConnection connection)
    {
        using var orphans = new PreparedStatement(connection, Folder + "orphan_attempts.sql");
        orphans.Step();
        if (orphans.Integer(0) is > 0 and var count)
        {
            Report(null, null, $"{count} attempts belong to no row");
        }
    }

    /// <summary>In code and not by the database, because its SUM fails where the kept sums stay at the most there is.</summary>
    private void AddToSums(PreparedStatement row, List<StoredAttempt> attempts, QuotaSums quotas)
    {
        var usage = LedgerRowCheck.UsageAt(row, LedgerRowCheck.Tokens);
        _months.Add(row.Text(CallerId) ?? "", row.Integer(StartedAt) ?? 0, usage, row.Integer(LedgerRowCheck.TotalCost) ?? 0);
        quotas.Add(
            row.Integer(QuotaSet), row.Integer(StartedAt) ?? 0,
            UsageRow.Sum(FactBounds.AllTokens(usage), LedgerRowCheck.TokensOfOthers(row, attempts)));
    }

    private void CheckMonths(SqliteConnection connection)
    {
        using var stored = new PreparedStatement(connection, Folder + "select_caller_months.sql");
        if (_months.CountWrong(stored) is > 0 and var count)
        {
            Report(null, null, $"{count} sums by caller and month do not match their rows");
        }
    }

    private void CheckQuotas(SqliteConnection connection, QuotaSums quotas)
    {
        using var stored = new PreparedStatement(connection, Folder + "select_quota_usage.sql");
        if (quotas.CountWrong(stored) is > 0 and var count)
        {
            Report(null, null, $"{count} counts of quotas do not match their rows");
        }

        if (quotas.Nameless is > 0 and var nameless)
        {
            Report(null, null, $"{nameless} rows name a set of quotas that is not there");
        }
    }

    private void Report(long? seq, string? requestId, string text)
    {
        _problemCount++;
        if (_problems.Count < LedgerFindings.MostProblems)
        {
            _problems.Add(new LedgerProblem(seq, requestId, text));
        }
    }
}
