// One stream of the mock upstream, cut into its events.
namespace Router.Tests.Benchmarks;

/// <param name="Events">Each with its blank line.</param>
/// <param name="Opening">How many of them a provider sends at once: up to the first with text.</param>
internal sealed record MockStream(string[] Events, int Opening);
