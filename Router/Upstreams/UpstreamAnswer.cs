// What came of sending a request: a head to read on from, or a fault.
namespace Router.Upstreams;

/// <summary>Exactly one of the two is set.</summary>
internal readonly record struct UpstreamAnswer(HttpResponseMessage? Response, UpstreamFault? Fault);
