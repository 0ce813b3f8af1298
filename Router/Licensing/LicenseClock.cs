// What the highest time ever seen says about the clock of the machine.
namespace Router.Licensing;

/// <summary>The rules of licence section 6 about a clock that was set back. Times are seconds since 1970.</summary>
internal static class LicenseClock
{
    private const long WarnAfter = 300;
    private const long Day = 86_400;

    /// <summary>True when the clock is behind far enough to be told about.</summary>
    internal static bool IsBehind(long now, long mark) => mark - now > WarnAfter;

    /// <summary>True when it is behind by more than a day, or was and has not passed the mark since.</summary>
    internal static bool IsRolledBack(long now, long mark, bool was) => mark - now > Day || (was && now < mark);

    /// <summary>
    /// The mark after a licence is installed: the time of its issue, when it is one that was never in force here and was issued within a day of
    /// now, since its issuer then vouches for the time; else what it was.
    /// </summary>
    internal static long MarkAfterInstall(long mark, LicenseTerms installed, bool isNew, long now) =>
        isNew && Math.Abs(installed.IssuedAt - now) <= Day && IsBehind(now, mark) ? installed.IssuedAt : mark;
}
