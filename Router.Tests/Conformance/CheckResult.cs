// What became of one check.
namespace Router.Tests.Conformance;

/// <param name="Column">The way the answer was cut, or the official client.</param>
/// <param name="Fault">Null when all was as it must be.</param>
/// <param name="Refusal">Why the router refused to carry the request, in its words; null when it did not.</param>
internal sealed record CheckResult(Case Case, string Column, string? Fault, string? Refusal = null);
