// All that is known of a deployment's licence at one moment.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>
/// What <c>GET /admin/license</c>, <c>router license status</c>, the metrics and the report <c>license</c> tell, gathered once and told by
/// each in its own form.
/// </summary>
internal sealed record LicenseFacts
{
    internal required LicenseStanding Standing { get; init; }

    /// <summary>The configuration that it was judged by.</summary>
    internal required RouterSnapshot Snapshot { get; init; }

    /// <summary>Where the trusted keys come from.</summary>
    internal required string KeySource { get; init; }

    /// <summary>Callers that are neither removed nor disabled, in order of first registration.</summary>
    internal required IReadOnlyList<string> Callers { get; init; }

    /// <summary>Of a limit on requests or tokens how much is used and when it begins anew, by its name; null when that is not known.</summary>
    internal required Func<string, (long Used, long? ResetsAtMs)?> VolumeUse { private get; init; }

    /// <summary>Processes that hold a lease; null when the file of leases cannot be used.</summary>
    internal required int? Live { get; init; }

    /// <inheritdoc cref="RevocationFile.StateAt"/>
    internal required string RevocationsState { get; init; }

    /// <summary>The list in force; null when there is none.</summary>
    internal required RevocationList? Revocations { get; init; }

    /// <summary>Credit notes for this licence that were taken up.</summary>
    internal required IReadOnlyList<TakenCredit> Credits { get; init; }

    /// <summary>Files of credit notes that add nothing, by name, each with the reason.</summary>
    internal required IReadOnlyList<KeyValuePair<string, string>> OtherCredits { get; init; }

    /// <summary>The highest time ever seen, in Unix seconds; null where none is kept.</summary>
    internal required long? HighestSeen { get; init; }

    /// <summary>The file at the path, when it is not the licence in force.</summary>
    internal required Replacement? Replacement { get; init; }

    /// <summary>When all this was so, in Unix seconds.</summary>
    internal required long CheckedAt { get; init; }

    internal LicenseJudgement Judgement => Standing.Judgement;

    internal LicenseTerms? Terms => Standing.Terms;

    /// <summary><c>matched</c>, <c>mismatch</c> or <c>none</c>.</summary>
    internal string Binding => Terms is null ? "none" : LicenseBinding.Of(Snapshot.License).Word(Terms);

    /// <summary>Every limit that is set, in the order of the file.</summary>
    internal IEnumerable<LimitUse> Limits
    {
        get
        {
            var limits = Standing.Limits;
            (string, long?)[] all =
            [
                ("max_callers", limits.MaxCallers), ("max_groups", limits.MaxGroups), ("max_retention_days", limits.MaxRetentionDays),
                ("max_concurrent", limits.MaxConcurrent),
                ("requests.total", WithCredits(limits.Requests.Total, credit => credit.Requests)), ("requests.month", limits.Requests.Month),
                ("requests.window", limits.Requests.WindowCount),
                ("tokens.total", WithCredits(limits.Tokens.Total, credit => credit.Tokens)), ("tokens.month", limits.Tokens.Month),
                ("tokens.window", limits.Tokens.WindowCount),
            ];
            return all.Where(limit => limit.Item2 is not null).Select(limit => UseOf(limit.Item1, limit.Item2!.Value));
        }
    }

    /// <summary>What the licence does not let be used of the configuration.</summary>
    internal IReadOnlyList<BlockedItem> Blocked => BlockedItems.Of(Snapshot, Callers, Terms, Judgement);

    /// <summary>The entry of the list in force that ends this licence; null when there is none.</summary>
    internal RevocationEntry? Revoked =>
        Terms is { } terms && Snapshot.License.Revocations.Length > 0 ? Revocations?.Find(terms, Math.Max(CheckedAt, HighestSeen ?? 0)) : null;

    private LimitUse UseOf(string limit, long max)
    {
        (long Used, long? ResetsAtMs)? use = limit switch
        {
            "max_callers" => (Callers.Count, null),
            "max_groups" => (Snapshot.Groups.Length, null),
            "max_retention_days" => ((long)Math.Min(Snapshot.Ledger.LongestRetention.TotalDays, int.MaxValue), null),
            _ => VolumeUse(limit),
        };
        return new LimitUse(limit, max, use?.Used, use?.ResetsAtMs);
    }

    private long? WithCredits(long? total, Func<TakenCredit, long> of) =>
        total is { } limit ? LicenseQuotas.WithCredits(limit, Credits.Sum(of)) : null;
}
