// Holds what an official client read through the router against what it must read.
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Sdks;

internal static class SdkCheck
{
    /// <summary>False when nobody says how the answer reads.</summary>
    public static bool Applies(Case @case) => @case.Reading is not null || @case.Expectation is not Expectation.Same { Status: 200 };

    /// <summary>Null when the client read what it must, else what is wrong.</summary>
    public static string? Fault(Case @case, SdkReading routed) => @case.Expectation switch
    {
        Expectation.Same { Status: 200 } or Expectation.Carried => routed.Answer is not null ? Reading.Fault(routed.Answer, @case.Reading!.Value) : routed.Error,
        Expectation.Same same => StatusFault(routed, same.Status),
        Expectation.Told told => StatusFault(routed, told.Status),
        Expectation.RouterError error => StatusFault(routed, error.Status),
        Expectation.ErrorEvent or Expectation.Broken => (string?)routed.Answer?["finish"] is null or "error" ? null : $"a failed stream reads as an answer: {routed}",
        Expectation.Estimate => (long?)routed.Answer?["input_tokens"] > 0 ? null : $"no estimate, but {routed}",
        _ => throw new InvalidOperationException(),
    };

    private static string? StatusFault(SdkReading routed, int status) =>
        routed.Error is not null && routed.Status == status ? null : $"instead of an error with status {status}: {routed.Status} {routed}";
}
