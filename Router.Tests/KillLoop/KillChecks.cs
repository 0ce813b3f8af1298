// What must hold of a ledger after all kills, counted check by check.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Router.Tests.KillLoop;

/// <param name="output">Where the first failures are told.</param>
internal sealed class KillChecks(TextWriter output)
{
    private const int MostShown = 10;

    private int _shown;

    public long Passed { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Every request that reached the upstream has exactly one row, which counts each time it did.</summary>
    public void EachSeenHasOneRow(IReadOnlyDictionary<string, int> seen, IReadOnlyDictionary<string, LedgerRow> rows)
    {
        foreach (var (id, times) in seen)
        {
            Check(id.Length > 0, () => $"{times} requests reached the upstream without an x-request-id");
            if (id.Length > 0)
            {
                var row = rows.GetValueOrDefault(id);
                Check(row is { Rows: 1 }, () => $"{id} reached the upstream and has {row?.Rows ?? 0} rows");
                Check(
                    row is null or { Outcome: "interrupted" } || row.Attempts == times,
                    () => $"{id} reached the upstream {times} times, and its row ({row?.Outcome}) counts {row?.Attempts} attempts");
            }
        }
    }

    /// <summary>Every answer that a caller got whole has exactly one row, and that one says that it was served.</summary>
    public void EachAcknowledgedIsCompleted(IEnumerable<string> acknowledged, IReadOnlyDictionary<string, LedgerRow> rows)
    {
        foreach (var id in acknowledged)
        {
            var row = rows.GetValueOrDefault(id);

            // A caller may have the last byte of a stream in the instant before its settlement, so a kill there leaves it interrupted.
            Check(
                row is { Rows: 1, Outcome: "completed" or "interrupted" },
                () => $"{id} was answered and has {row?.Rows ?? 0} rows, outcome '{row?.Outcome}'");
        }
    }

    /// <summary>No request has two rows.</summary>
    public void NoneTwice(IReadOnlyDictionary<string, LedgerRow> rows)
    {
        foreach (var (id, row) in rows)
        {
            Check(row.Rows == 1, () => $"{id} has {row.Rows} rows");
        }
    }

    /// <summary>Nothing is free, nothing counts twice: what the licence counts as used is what the rows say, and what reached the upstream is in it.</summary>
    /// <param name="status">The answer of <c>router license status --json</c>.</param>
    public void EachSeenIsCounted(
        IReadOnlyDictionary<string, int> seen, IReadOnlyDictionary<string, LedgerRow> rows, (int ExitCode, string Output, string Errors) status)
    {
        foreach (var id in seen.Keys)
        {
            Check(rows.GetValueOrDefault(id) is null or { IsCounted: true }, () => $"{id} reached the upstream and counts nowhere");
        }

        var counted = rows.Values.Where(row => row.IsCounted).ToList();
        Equal("requests.total", counted.Count);
        Equal("tokens.total", counted.Sum(row => row.Tokens));

        void Equal(string limit, long expected)
        {
            var used = UsedOf(limit, status.Output);
            Check(used == expected, () => $"{limit} counts {used} as used, the rows {expected} {status.Errors}");
        }
    }

    private static long? UsedOf(string limit, string status)
    {
        try
        {
            return (long?)JsonNode.Parse(status)?["limits"]?.AsArray().SingleOrDefault(one => (string?)one!["limit"] == limit)?["used"];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The router's own verification of its ledger: the chain, the sums, and no record left open.</summary>
    public void Verified((int ExitCode, string Output, string Errors) verify)
    {
        Check(verify.ExitCode == 0, () => $"verify exits {verify.ExitCode}: {verify.Errors}{verify.Output}");
        try
        {
            using var parsed = JsonDocument.Parse(verify.Output);
            var ok = parsed.RootElement.TryGetProperty("ok", out var said) && said.ValueKind == JsonValueKind.True;
            var open = parsed.RootElement.TryGetProperty("open", out var count) && count.TryGetInt64(out var number) ? number : -1;
            Check(ok, () => $"verify says {verify.Output}");
            Check(open == 0, () => $"verify counts {open} open records");
        }
        catch (JsonException error)
        {
            Check(false, () => $"verify --json is no JSON: {error.Message}");
        }
    }

    public void Check(bool holds, Func<string> otherwise)
    {
        if (holds)
        {
            Passed++;
            return;
        }

        Failed++;
        if (++_shown <= MostShown)
        {
            output.WriteLine("failed: " + otherwise());
        }
    }
}
