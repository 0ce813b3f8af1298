// Says what state a licence is in: a pure function of a moment.
namespace Router.Licensing;

/// <summary>The order of licence section 6. Judged at the later of now and the clock mark, so that setting the clock back gains nothing.</summary>
internal static class LicenseJudge
{
    /// <summary>How much earlier than <c>nbf</c> a licence is good already, for clocks that differ.</summary>
    internal const long NotBeforeTolerance = 60;

    private const long SecondsADay = 86_400;

    private static readonly int[] Rungs = [1, 7, 14, 30];

    internal static LicenseJudgement Judge(LicenseSituation situation)
    {
        var at = Math.Max(situation.Now, situation.ClockMark);
        if (situation.License.Value is not { } terms)
        {
            var refused = situation.License.Refusal!.Reason;
            return Refused(refused == LicenseReason.Missing ? LicenseState.Missing : LicenseState.Invalid, refused);
        }

        var left = Math.Max(0, terms.ExpiresAt - at);
        var graceLeft = Math.Max(0, terms.GraceUntil - at);
        var (state, reason) = StateAt(situation, terms, at);
        return new LicenseJudgement(state, reason, state == LicenseState.Expiring ? Rung(left) : null, left, graceLeft);
    }

    private static (LicenseState State, string? Reason) StateAt(LicenseSituation situation, LicenseTerms terms, long at)
    {
        if (terms.LoopbackOnly && !situation.ListensOnLoopbackOnly)
        {
            return (LicenseState.Invalid, LicenseReason.KeyScope.Word());
        }

        if (situation is { RevocationsConfigured: true, Revocations: null })
        {
            return (LicenseState.Invalid, LicenseReason.RevocationsMissing.Word());
        }

        var revoked = situation.Revocations?.Find(terms, at);
        if (revoked is { Status: not RevocationStatus.Cancelled })
        {
            return (LicenseState.Revoked, RevocationReader.Statuses[(int)revoked.Status]);
        }

        if (situation.Binding?.Mismatch(terms) is { } mismatch)
        {
            return (LicenseState.BindingMismatch, mismatch);
        }

        if (LicenseClock.IsRolledBack(situation.Now, situation.ClockMark, situation.WasRolledBack))
        {
            return (LicenseState.ClockRollback, null);
        }

        // The one state by time that has a reason: an expiry that came before its day.
        var cancelled = revoked is not null && at >= terms.NotBefore - NotBeforeTolerance;
        return cancelled
            ? (LicenseState.Expired, RevocationReader.Statuses[(int)revoked!.Status])
            : (StateByTime(situation, terms, at), null);
    }

    private static LicenseState StateByTime(LicenseSituation situation, LicenseTerms terms, long at) =>
        at < terms.NotBefore - NotBeforeTolerance ? LicenseState.NotYetValid
        : at >= terms.GraceUntil ? LicenseState.Expired
        : !situation.HoldsLease ? LicenseState.InstancesExceeded
        : at >= terms.ExpiresAt ? LicenseState.Grace
        : terms.ExpiresAt - at <= Rungs[^1] * SecondsADay ? LicenseState.Expiring
        : LicenseState.Valid;

    private static LicenseJudgement Refused(LicenseState state, LicenseReason reason) => new(state, reason.Word(), null, 0, 0);

    private static int Rung(long left) => Rungs.First(days => left <= days * SecondsADay);
}
