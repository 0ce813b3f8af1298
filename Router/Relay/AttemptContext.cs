// What one attempt works with.
using Router.Configuration;
using Router.Dialects;
using Router.Upstreams;

namespace Router.Relay;

/// <summary>Handed from <see cref="AttemptRunner"/> to the two relays.</summary>
/// <param name="Number">1 for the first attempt of the request.</param>
internal sealed record AttemptContext(Exchange Exchange, Target Target, int Number, IDialectAdapter Adapter, AttemptWatch Watch, Settler Settler);
