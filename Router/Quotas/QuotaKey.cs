// The name of a counter: whose use it counts, over what time.
namespace Router.Quotas;

/// <summary>Quotas that differ in name, unit and limit alone share one counter.</summary>
/// <param name="Scope">What the use belongs to, such as a licence or a customer's deployment.</param>
internal readonly record struct QuotaKey(string Scope, QuotaPeriod Period);
