// One line of the benchmark's table.
namespace Router.Tests.Benchmarks;

/// <param name="Verdict"><c>holds</c>, <c>misses</c>, or empty when nothing is asked of the figure.</param>
internal sealed record BenchRow(string Scenario, string Figure, string Value, string Aim, string Verdict);
