// Thrown inside the connect callback, where a value cannot be returned.
namespace Router.Upstreams;

/// <summary>No connection within the provider's connect timeout.</summary>
internal sealed class ConnectTimeoutException() : IOException("No connection within the connect timeout.");
