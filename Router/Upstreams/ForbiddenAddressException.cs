// Thrown inside the connect callback, where a value cannot be returned.
namespace Router.Upstreams;

/// <summary>The resolved address may not be connected to for this provider.</summary>
internal sealed class ForbiddenAddressException() : IOException("The address is not public and the provider is not marked private.");
