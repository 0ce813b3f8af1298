// What an upstream says of its own failure within a stream.
namespace Router.Tests.Conformance.Streams;

/// <param name="Message">In its own words.</param>
/// <param name="Kind">Its type or code, by which an overload and a rate limit are told from the rest.</param>
internal sealed record ToldFailure(string Message, string? Kind);
