// Thrown inside a decoder's read, where a value cannot be returned.
namespace Router.Relay;

/// <summary>More bytes on the wire than a body may have. No <see cref="IOException"/>, which would mean that the caller left.</summary>
internal sealed class BodyTooLongException() : Exception("The body is longer than its bound.");
