// Turns what an upstream did into the contract's errors.
using System.Globalization;
using System.Net.Http.Headers;
using Router.Dialects;
using Router.Inference;
using Router.Telemetry;
using Router.Upstreams;

namespace Router.Relay;

/// <summary>One table: transport faults, statuses and broken answers → <see cref="AttemptFailure"/> (contract section 3, mapping 5).</summary>
internal static class Failures
{
    /// <summary>The class of an attempt whose provider rejected reasoning that came back to it.</summary>
    internal const string ReasoningRejected = "reasoning_rejected";
    internal const string ThoughtsMissing = "thoughts_missing";

    /// <summary>A failure of transport or time.</summary>
    internal static AttemptFailure Of(UpstreamFault fault) => fault.Kind switch
    {
        UpstreamFaultKind.Resolve => Failed(fault, "The provider's host name has no address."),
        UpstreamFaultKind.Connect => Failed(fault, "No connection to the provider."),
        UpstreamFaultKind.Tls => Failed(fault, "No secure connection to the provider: its certificate or protocol was not accepted."),
        UpstreamFaultKind.ForbiddenAddress => Forbidden(fault),
        UpstreamFaultKind.ConnectTimeout => TimedOut(fault, "connect"),
        UpstreamFaultKind.FirstByteTimeout => TimedOut(fault, "first_byte"),
        UpstreamFaultKind.IdleTimeout => TimedOut(fault, "idle"),
        UpstreamFaultKind.TotalTimeout => TimedOut(fault, "total"),
        UpstreamFaultKind.Stopping => new AttemptFailure(
            new RouterError(ErrorCode.Draining, "The router is stopping, and running requests have had their time.") { RetryAfter = TimeSpan.FromSeconds(1) },
            fault.Class, MayRetrySame: false)
        {
            IsLast = true,
        },
        UpstreamFaultKind.Reset => new AttemptFailure(
            new RouterError(ErrorCode.UpstreamTruncated, "The provider closed the connection before its answer was whole."), fault.Class, !fault.Sent),
        UpstreamFaultKind.Protocol => Failed(fault, "The provider's answer is not valid HTTP."),
    };

    /// <summary>An answer with an error status that is the router's or the provider's trouble, not the caller's.</summary>
    internal static AttemptFailure OfStatus(int status, HttpResponseHeaders headers, UpstreamErrorFacts facts, TimeProvider time)
    {
        var wait = RetryAfter(headers, time);
        var name = string.Create(CultureInfo.InvariantCulture, $"status_{status}");
        var failure = OfStatus(status, name, wait, facts);
        return UpstreamSender.Header(headers, "x-should-retry") is ("true" or "false") and var mayRetry
            ? failure with { Error = failure.Error with { MayRetry = mayRetry == "true" } }
            : failure;
    }

    /// <summary>A refusal of the router's own key, which some vendors give the status of a bad request.</summary>
    internal static bool IsOfKey(UpstreamErrorFacts facts) =>
        facts.Code == "invalid_api_key"
        || (facts.Message is { } message
            && (message.StartsWith("API key not valid", StringComparison.OrdinalIgnoreCase)
                || message.StartsWith("API key expired", StringComparison.OrdinalIgnoreCase)
                || message.StartsWith("Incorrect API key provided", StringComparison.OrdinalIgnoreCase)));

    private static AttemptFailure Unauthorized(int status, string name) => new(
        new RouterError(ErrorCode.UpstreamAuthFailed, $"The provider refused the router's own credential (status {status}); the operator must look at it."),
        name, MayRetrySame: false);

    private static AttemptFailure OfStatus(int status, string name, TimeSpan? wait, UpstreamErrorFacts facts) => status switch
    {
        401 or 403 => Unauthorized(status, name),
        400 when IsOfKey(facts) => Unauthorized(status, name),
        402 => new(Said(ErrorCode.UpstreamQuota, status, facts, null), name, MayRetrySame: false),
        429 when IsSpent(facts) => new(Said(ErrorCode.UpstreamQuota, status, facts, null), name, MayRetrySame: false),
        429 => new(Said(ErrorCode.UpstreamRateLimited, status, facts, wait), name, MayRetrySame: true, wait),
        503 or 529 => new(Said(ErrorCode.UpstreamCapacity, status, facts, wait), name, MayRetrySame: true, wait),
        408 or 504 => new(Said(ErrorCode.UpstreamTimeout, status, facts, wait), name, MayRetrySame: false),
        _ => new(Said(ErrorCode.UpstreamFailed, status, facts, null), name, MayRetrySame: false),
    };

    /// <summary>The ledger cannot account for the request, so nothing was sent.</summary>
    internal static AttemptFailure LedgerUnavailable() => new(
        new RouterError(ErrorCode.LedgerUnavailable, "The ledger cannot take the request now.") { RetryAfter = TimeSpan.FromSeconds(1) },
        "ledger", MayRetrySame: false)
    {
        IsLast = true,
    };

    /// <summary>The router's own mistake while it handled this target's answer; another target may not bring it out.</summary>
    internal static AttemptFailure OfBug() => new(
        new RouterError(ErrorCode.InternalError, "The router failed; its log has the request's id."), "bug", MayRetrySame: false);

    /// <summary>The provider did not act on the request because it does not take its own reasoning back; without it, it may.</summary>
    internal static AttemptFailure OfRejectedReasoning(UpstreamErrorFacts facts) => new(
        Said(ErrorCode.UpstreamFailed, StatusCodes.Status400BadRequest, facts, null), ReasoningRejected, MayRetrySame: false);

    /// <summary>The provider did not act on the request because it misses thoughts; with empty ones it may.</summary>
    internal static AttemptFailure OfMissingThoughts(UpstreamErrorFacts facts) => new(
        Said(ErrorCode.UpstreamFailed, StatusCodes.Status400BadRequest, facts, null), ThoughtsMissing, MayRetrySame: false);

    /// <summary>A redirect, which is never followed: an address comes from the configuration alone.</summary>
    internal static AttemptFailure OfRedirect(int status) => new(
        new RouterError(ErrorCode.UpstreamFailed, $"The provider answered with a redirect (status {status}), which is never followed; correct its base_url."),
        "redirect", MayRetrySame: false);

    /// <summary>A 200 whose body is not an answer.</summary>
    internal static AttemptFailure OfGarbage(string what) => new(
        new RouterError(ErrorCode.UpstreamFailed, $"The provider's answer cannot be read: {what}."), "garbage", MayRetrySame: false);

    /// <summary>An answer that ended too early.</summary>
    internal static AttemptFailure Truncated() => new(
        new RouterError(ErrorCode.UpstreamTruncated, "The provider's answer ended before it was whole."), "truncated", MayRetrySame: false);

    /// <summary>An answer larger than any bound.</summary>
    internal static AttemptFailure TooLarge() => new(
        new RouterError(ErrorCode.UpstreamFailed, $"The provider's answer is larger than {UnaryRelay.MaxAnswerBytes} bytes."), "too_large", MayRetrySame: false);

    /// <summary>No memory for an answer, which no other target's would find either.</summary>
    internal static AttemptFailure NoRoom() => new(BodyReader.NoRoom(), "no_room", MayRetrySame: false) { IsLast = true };

    /// <summary>An error inside a 200 answer, before any content. Some vendors give the status that it would have had as its code.</summary>
    internal static AttemptFailure OfInStreamError(UpstreamErrorFacts facts)
    {
        if (facts.Code is "401" or "402" or "403" or "408" or "429" or "503" or "504" or "529")
        {
            return OfStatus(int.Parse(facts.Code, CultureInfo.InvariantCulture), "stream_error", null, facts) with { MayRetrySame = false };
        }

        var code = facts switch
        {
            _ when IsSpent(facts) => ErrorCode.UpstreamQuota,
            { Type: "overloaded_error" } or { Code: "server_is_overloaded" or "slow_down" } => ErrorCode.UpstreamCapacity,
            { Type: "rate_limit_error" } or { Code: "rate_limit_exceeded" } => ErrorCode.UpstreamRateLimited,
            _ => ErrorCode.UpstreamFailed,
        };
        return new AttemptFailure(Said(code, 200, facts, null), "stream_error", MayRetrySame: false)
        {
            Refusal = code == ErrorCode.UpstreamFailed && RefusedRequest.Is(facts) ? facts : null,
        };
    }

    /// <summary>The provider's account has no money or quota left, which no waiting brings back.</summary>
    private static bool IsSpent(UpstreamErrorFacts facts) =>
        facts is { Type: "insufficient_quota" or "billing_error" } or { Code: "insufficient_quota" };

    /// <summary>How long an answer asks to wait: milliseconds, seconds or a date (mapping section 6).</summary>
    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        if (double.TryParse(UpstreamSender.Header(headers, "retry-after-ms"), NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) && double.IsFinite(ms) && ms > 0)
        {
            return Bounded(TimeSpan.FromMilliseconds(Math.Clamp(ms, 0, 86_400_000)));
        }

        var text = UpstreamSender.Header(headers, "retry-after");
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
        {
            return Bounded(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? Bounded(at - time.GetUtcNow())
            : null;
    }

    private static TimeSpan Bounded(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait;

    /// <summary>A matter of the configuration and of names, which a second try does not change.</summary>
    private static AttemptFailure Forbidden(UpstreamFault fault) => new(
        new RouterError(ErrorCode.UpstreamFailed, "The provider's name leads to an inside address and the provider is not marked private."),
        fault.Class, MayRetrySame: false);

    private static AttemptFailure Failed(UpstreamFault fault, string detail) =>
        new(new RouterError(ErrorCode.UpstreamFailed, detail), fault.Class, !fault.Sent);

    private static AttemptFailure TimedOut(UpstreamFault fault, string which) => new(
        new RouterError(ErrorCode.UpstreamTimeout, $"The provider did not answer in time: the {which} timeout passed."), fault.Class, !fault.Sent);

    private static RouterError Said(ErrorCode code, int status, UpstreamErrorFacts facts, TimeSpan? wait)
    {
        var detail = string.IsNullOrEmpty(facts.Message)
            ? $"The provider answered with status {status}."
            : $"The provider answered with status {status}: {Redaction.Clean(facts.Message)}";
        return new RouterError(code, detail) { RetryAfter = code.Status != 503 ? wait : wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1) };
    }
}
