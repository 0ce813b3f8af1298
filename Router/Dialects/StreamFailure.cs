// What the event that ends a failed stream needs besides the error.
namespace Router.Dialects;

/// <param name="RequestId">The router's id of the request.</param>
/// <param name="UnixSeconds">Now.</param>
/// <param name="Model">The name that the caller asked for, where the stream itself has not told one.</param>
internal readonly record struct StreamFailure(string RequestId, long UnixSeconds, string Model);
