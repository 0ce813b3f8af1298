// What a licence is worth at a moment.
namespace Router.Licensing;

/// <summary>The answer of <see cref="LicenseJudge"/>.</summary>
/// <param name="Reason">Why, in one word, where the state has one; null otherwise.</param>
/// <param name="Warning">30, 14, 7 or 1: the smallest rung of days that covers what is left; null unless the state is <c>expiring</c>.</param>
/// <param name="SecondsLeft">Until <c>exp</c>; 0 when there is no licence to speak of, or it is past.</param>
/// <param name="GraceSecondsLeft">Until <c>grace_until</c>, likewise.</param>
internal sealed record LicenseJudgement(LicenseState State, string? Reason, int? Warning, long SecondsLeft, long GraceSecondsLeft)
{
    /// <summary>The error code; null when it serves.</summary>
    internal string? Code => State.Code();

    /// <summary>The state with its reason behind it, where that says more.</summary>
    internal string Words => Reason is null || Reason == State.Word() ? State.Word() : $"{State.Word()} ({Reason})";
}
