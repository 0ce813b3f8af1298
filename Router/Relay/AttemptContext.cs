// What one attempt works with.
using Router.Configuration;
using Router.Upstreams;

namespace Router.Relay;

/// <summary>Handed from <see cref="AttemptRunner"/> to the two relays.</summary>
/// <param name="Number">1 for the first attempt of the request.</param>
/// <param name="StartedAt">Unix milliseconds.</param>
/// <param name="Caller">The caller's side of the stream; null when no stream was asked for.</param>
internal sealed record AttemptContext(
    Exchange Exchange,
    Target Target,
    int Number,
    long StartedAt,
    AttemptWatch Watch,
    Settler Settler,
    CallerStream? Caller);
