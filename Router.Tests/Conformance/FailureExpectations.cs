// What a caller must be told when the upstream failed (contract section 3, mapping section 5).
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance;

/// <summary>The same on every way, since the failure is between the router and the upstream.</summary>
internal static class FailureExpectations
{
    /// <summary>An answer that ended before it was whole, before anything of it went out.</summary>
    public static Expectation.RouterError Truncated { get; } = new(502, RetryAfter: false, "upstream_truncated");

    /// <summary>An answer that is not one of the upstream's dialect.</summary>
    public static Expectation.RouterError Garbage { get; } = new(502, RetryAfter: false, "upstream_failed");

    /// <summary>An error status that is not about the request itself.</summary>
    public static Expectation.RouterError OfStatus(int status) => status switch
    {
        401 or 403 => new Expectation.RouterError(502, RetryAfter: false, "upstream_auth_failed"),
        429 => new Expectation.RouterError(503, RetryAfter: true, "upstream_rate_limited"),
        503 or 529 => new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity"),
        _ => new Expectation.RouterError(502, RetryAfter: false, "upstream_failed"),
    };

    /// <summary>An error within a stream, before any content.</summary>
    public static Expectation.RouterError Of(ToldFailure failure) => failure.Kind switch
    {
        "overloaded_error" or "server_is_overloaded" or "slow_down" => new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity"),
        "rate_limit_error" or "rate_limit_exceeded" => new Expectation.RouterError(503, RetryAfter: true, "upstream_rate_limited"),
        "insufficient_quota" or "billing_error" => new Expectation.RouterError(429, RetryAfter: false, "upstream_quota"),
        _ => new Expectation.RouterError(502, RetryAfter: false, "upstream_failed"),
    };
}
