// What a request needs of a target.
using System.Collections.Immutable;
using Router.Configuration;
using Router.Inference;

namespace Router.Routing;

/// <summary>What a target must speak and be able to do.</summary>
/// <param name="Dialects">One of these must be among the provider's.</param>
/// <param name="Capabilities">What the request's body asks for.</param>
internal readonly record struct RouteNeeds(ImmutableArray<Dialect> Dialects, ModelCapabilities Capabilities);
