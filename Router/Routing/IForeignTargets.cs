// What stands against a target that does not speak the caller's dialect.
using Router.Configuration;

namespace Router.Routing;

/// <summary>Asked by the planner for such targets alone.</summary>
internal interface IForeignTargets
{
    /// <summary>Why the request cannot be translated for <paramref name="target"/>; null when it can.</summary>
    string? ReasonAgainst(Target target);
}
