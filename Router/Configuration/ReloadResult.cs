// What came of a reload or a rollback.
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>One of the ends of a reload or a rollback.</summary>
internal abstract record ReloadResult
{
    /// <summary>The configuration is in force under this number.</summary>
    internal sealed record Accepted(int Revision) : ReloadResult;

    /// <summary>Nothing differs from the revision in force.</summary>
    internal sealed record Unchanged(int Revision) : ReloadResult;

    /// <summary>The last good configuration stays in force.</summary>
    internal sealed record Refused(ImmutableArray<ConfigurationProblem> Problems) : ReloadResult;

    /// <summary>There is no revision of this number to go back to.</summary>
    internal sealed record Unknown(int Revision) : ReloadResult;
}
