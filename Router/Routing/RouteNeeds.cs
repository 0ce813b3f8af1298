// What a request needs of a target.
using System.Collections.Immutable;
using Router.Configuration;
using Router.Inference;

namespace Router.Routing;

/// <summary>What a target must speak and be able to do.</summary>
/// <param name="Dialects">One of these must be among the provider's.</param>
/// <param name="Capabilities">What the request's body asks for.</param>
/// <param name="Tie">The one target that knows what the request refers to; null when any will do.</param>
internal readonly record struct RouteNeeds(ImmutableArray<Dialect> Dialects, ModelCapabilities Capabilities, TargetName? Tie = null)
{
    /// <summary>False for a target that does not know what the request refers to.</summary>
    internal bool Allows(Target target) => Tie is null || (Tie.Provider == target.Provider.Name && Tie.Model == target.Model.Name);
}
