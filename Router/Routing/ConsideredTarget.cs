// One target as the planner saw it.
using Router.Configuration;

namespace Router.Routing;

/// <summary><paramref name="Reason"/> is null for an eligible target.</summary>
internal readonly record struct ConsideredTarget(Target Target, string? Reason);
