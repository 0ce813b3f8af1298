// All that a licence is judged by.
namespace Router.Licensing;

/// <summary>The facts of one moment. What a tool cannot know (leases, a clock mark) is left at its default, which objects to nothing.</summary>
internal sealed record LicenseSituation
{
    /// <summary>What reading the file gave.</summary>
    internal required Verified<LicenseTerms> License { get; init; }

    /// <summary>Seconds since 1970 by the clock of the machine.</summary>
    internal required long Now { get; init; }

    /// <summary>The highest time ever seen, in the same unit.</summary>
    internal long ClockMark { get; init; }

    /// <summary>True when the judgement before this one was <see cref="LicenseState.ClockRollback"/>: then only passing the mark ends it.</summary>
    internal bool WasRolledBack { get; init; }

    /// <summary>Null: the binding is not judged.</summary>
    internal LicenseBinding? Binding { get; init; }

    /// <summary>True when every listener is on loopback.</summary>
    internal bool ListensOnLoopbackOnly { get; init; } = true;

    /// <summary>True when <c>license.revocations</c> is set.</summary>
    internal bool RevocationsConfigured { get; init; }

    /// <summary>The list of the highest epoch ever accepted; null when none was.</summary>
    internal RevocationList? Revocations { get; init; }

    /// <summary>True when this process holds a lease or needs none.</summary>
    internal bool HoldsLease { get; init; } = true;
}
