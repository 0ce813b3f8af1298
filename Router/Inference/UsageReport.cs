// What an upstream says an answer used.
namespace Router.Inference;

/// <param name="Tokens">In disjoint buckets; only readers and writers know how a dialect counts.</param>
/// <param name="CostNano">What it says it cost, in nano-dollars.</param>
internal readonly record struct UsageReport(TokenUsage Tokens, long? CostNano = null);
