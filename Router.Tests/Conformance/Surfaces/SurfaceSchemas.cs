// The names of a surface's schemas.
namespace Router.Tests.Conformance.Surfaces;

/// <param name="Request">Of a request's body.</param>
/// <param name="Body">Of a whole answer.</param>
/// <param name="Event">Of one event of a stream.</param>
internal sealed record SurfaceSchemas(string Request, string Body, string Event);
