// What a request needs of a target.
using Router.Configuration;
using Router.Inference;

namespace Router.Routing;

/// <summary>The dialect the caller speaks and the capabilities that the request's body asks for.</summary>
internal readonly record struct RouteNeeds(Dialect Dialect, ModelCapabilities Capabilities);
