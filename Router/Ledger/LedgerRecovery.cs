// Makes rows of what an unclean end left in the journal.
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// Settled requests are written as they are. Open ones become rows of outcome <c>interrupted</c>, with the attempts that ended before, and
/// the one in flight priced at what was seen of its answer, else at what was held for it; with status 0 because no status is known to
/// have reached the caller. What has its row already is left alone, so recovery may itself be killed and run again.
/// </summary>
internal static class LedgerRecovery
{
    /// <summary>The error code and error class of a request that a restart ended.</summary>
    internal const string Interrupted = "interrupted";

    private const int Batch = 512;

    /// <summary>
    /// As <see cref="Run"/>, but a row that the database refuses for itself is set aside with an error in the log, so that it keeps
    /// neither the others nor the router back.
    /// </summary>
    /// <param name="open">Opens a session; called again after a refusal.</param>
    internal static (int Settled, int Interrupted, int Refused) RunPastRefusals(
        JournalScan scan, Func<LedgerSession> open, long now, ILogger logger)
    {
        var (settled, interrupted, refused) = (0, 0, 0);
        var session = open();
        try
        {
            (settled, interrupted) = Run(scan, session, now);
        }
        catch (Exception exception) when (RowRefusal.Is(exception))
        {
            session.Dispose();
            session = open();
            foreach (var slot in scan.Slots.OrderBy(slot => slot.Request.StartedAt))
            {
                try
                {
                    var (ofSettled, ofInterrupted) = Run(scan with { Slots = [slot] }, session, now);
                    (settled, interrupted) = (settled + ofSettled, interrupted + ofInterrupted);
                }
                catch (Exception refusal) when (RowRefusal.Is(refusal))
                {
                    Log.RowSetAside(logger, slot.Request.RequestId, RowRefusal.Word(refusal));
                    refused++;
                    session.Dispose();
                    session = open();
                }
            }
        }
        finally
        {
            session.Dispose();
        }

        return (settled, interrupted, refused);
    }

    /// <summary>Appends the missing rows in the order in which the requests began.</summary>
    /// <param name="now">Unix milliseconds; the end of the interrupted requests.</param>
    /// <returns>How many settled and how many interrupted requests got their row now.</returns>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The database cannot be written; nothing is lost, run it again.</exception>
    internal static (int Settled, int Interrupted) Run(JournalScan scan, LedgerSession session, long now)
    {
        var entries = scan.Slots
            .OrderBy(slot => slot.Request.StartedAt)
            .ThenBy(slot => slot.Request.RequestId, StringComparer.Ordinal)
            .Select(slot => Entry(slot, now))
            .ToArray();
        var skipped = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < entries.Length; at += Batch)
        {
            var count = Math.Min(Batch, entries.Length - at);
            session.Append(entries.AsSpan(at, count), mayExist: true, id => skipped.Add(id));
        }

        var written = entries.Where(entry => !skipped.Contains(entry.Request.RequestId)).ToList();
        var interrupted = written.Count(entry => entry.Settlement.Outcome == Outcome.Interrupted);
        return (written.Count - interrupted, interrupted);
    }

    private static LedgerEntry Entry(JournalSlot slot, long now)
    {
        if (slot.Settlement is { } settled)
        {
            // Another version may have written it without these bounds.
            return new LedgerEntry(slot.Request, FactBounds.Bound(settled), null);
        }

        var fellBack = slot is { Target: { } target, EarlierTarget: { } earlier }
            && (target.Provider, target.Model) != (earlier.Provider, earlier.Model);
        return new LedgerEntry(slot.Request, Interrupt(slot, now), null, fellBack);
    }

    /// <summary>It ends when it is settled, but lasted only as long as it is known to have run: how long the router was down says nothing of it.</summary>
    private static Settlement Interrupt(JournalSlot slot, long now)
    {
        var begun = slot.Request.StartedAt;
        var lastSeen = Math.Max(slot.Progress?.EndedAt ?? begun, begun);
        var ended = new Settlement
        {
            EndedAt = Math.Max(now, begun),
            Status = 0,
            ErrorCode = Interrupted,
            Outcome = Outcome.Interrupted,
            UsageSource = UsageSource.None,
            LatencyMs = lastSeen - begun,
        };
        if (slot.Target is not { } unbounded)
        {
            return ended;
        }

        var target = FactBounds.Bound(unbounded);
        var progress = slot.Progress is { } noted ? FactBounds.Bound(noted) : null;
        var seen = progress?.Served?.Attempt == target.Attempt ? progress : null;
        var usage = seen?.Usage ?? new TokenUsage(Input: target.HeldInputTokens, Output: target.HeldOutputTokens);
        var images = seen is not null ? seen.ImageCount : target.HeldImages > 0 ? target.HeldImages : (int?)null;
        var earlier = Before(slot, target, progress).ToList();
        var startedAt = earlier is [.., var last] ? Math.Max(last.StartedAt + last.DurationMs, begun) : begun;
        var attempt = new AttemptFacts(
            target.Attempt, target.Provider, target.Model, target.UpstreamDialect, null, Interrupted, startedAt, Math.Max(lastSeen - startedAt, 0),
            null, usage, BucketCosts.Of(usage, images, target.Prices).Total);
        return ended with
        {
            Served = target,
            Usage = usage,
            UsageSource = seen?.UsageSource ?? UsageSource.Estimated,
            ImageCount = images,
            UpstreamCost = seen?.UpstreamCost,
            TtftMs = seen?.TtftMs,
            Attempts = [.. earlier, attempt],
        };
    }

    /// <summary>The attempts before the one in flight. The last of them may be known by its target alone: its end is noted after that.</summary>
    private static IEnumerable<AttemptFacts> Before(JournalSlot slot, TargetFacts target, Settlement? progress)
    {
        var ended = (progress?.Attempts ?? []).Where(attempt => attempt.Index < target.Attempt).ToList();
        return slot.EarlierTarget is { } earlier && !ended.Exists(attempt => attempt.Index == earlier.Attempt)
            ? ended.Append(Earlier(FactBounds.Bound(earlier), slot.Request))
            : ended;
    }

    /// <summary>How it failed is not known, so its input counts as used; nor is its duration.</summary>
    private static AttemptFacts Earlier(TargetFacts target, RequestFacts request)
    {
        var held = new TokenUsage(Input: target.HeldInputTokens);
        return new AttemptFacts(
            target.Attempt, target.Provider, target.Model, target.UpstreamDialect, null, Interrupted, request.StartedAt, 0, null, held,
            BucketCosts.Of(held, null, target.Prices).Total);
    }
}
