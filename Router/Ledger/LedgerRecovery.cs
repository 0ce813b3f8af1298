// Turns what an earlier process left in the journal into rows.
using Router.Inference;
using Router.Storage;
using SQLitePCL;

namespace Router.Ledger;

/// <summary>
/// At the start, before new requests: settled requests get the row they were promised; open ones become <c>interrupted</c>, priced at what
/// was held, because nobody knows what they used. What is in the database already is left alone, so a recovery that was itself killed is
/// simply done again.
/// </summary>
internal static class LedgerRecovery
{
    private const int BatchRows = 512;

    /// <summary>Takes over the journal in <paramref name="directory"/>.</summary>
    /// <param name="now">Unix milliseconds, for the end of interrupted requests.</param>
    /// <exception cref="IOException">The database cannot take the rows.</exception>
    internal static (int Settled, int Interrupted) Run(string directory, SqliteDatabase database, RowInserter rows, long now)
    {
        var left = Journal.ReadLeft(directory);
        if (left.Count == 0)
        {
            return (0, 0);
        }

        using var connection = database.OpenReader();
        using var known = connection.Statement("sqlite/ledger/has_request.sql", ("@request_id", ""));
        var missing = new List<SettledRequest>();
        var interrupted = 0;
        foreach (var entry in left.OrderBy(e => e.Request.StartedAt).ThenBy(e => e.Request.RequestId, StringComparer.Ordinal))
        {
            known.Parameters[0].Value = entry.Request.RequestId;
            if (known.ExecuteScalar() is null)
            {
                interrupted += entry.Settlement is null ? 1 : 0;
                missing.Add(new SettledRequest(entry.Request, entry.Settlement ?? Interrupted(entry, now), null));
            }
        }

        foreach (var batch in missing.Chunk(BatchRows))
        {
            var code = rows.Write(batch);
            if (code != raw.SQLITE_OK)
            {
                throw new IOException($"The ledger cannot take what an earlier process left in its journal (SQLite code {code}).");
            }
        }

        return (missing.Count - interrupted, interrupted);
    }

    private static Settlement Interrupted(JournalEntry entry, long now)
    {
        // A slot whose target region was torn had not been sent: the open record is one write, and the upstream comes after it.
        if (entry.Target is not { } target)
        {
            return new Settlement { EndedAt = now, Status = 0, ErrorCode = "interrupted", Outcome = Outcome.Interrupted };
        }

        var usage = new TokenUsage(Input: target.HeldInputTokens, Output: target.HeldOutputTokens);
        var cost = BucketCosts.Of(usage, null, target.Prices).Total;
        return new Settlement
        {
            EndedAt = now,
            Status = 0,
            ErrorCode = "interrupted",
            Outcome = Outcome.Interrupted,
            Served = target,
            Usage = usage,
            UsageSource = UsageSource.Estimated,
            LatencyMs = Math.Max(0, now - entry.Request.StartedAt),
            Attempts =
            [
                new AttemptFacts(
                    target.Attempt, target.Provider, target.Model, target.UpstreamDialect, null, "interrupted",
                    entry.Request.StartedAt, Math.Max(0, now - entry.Request.StartedAt), null, usage, cost),
            ],
        };
    }
}
