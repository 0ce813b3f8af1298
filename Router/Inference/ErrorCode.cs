// The closed list of the router's own error codes, with what each dialect says for them.
namespace Router.Inference;

/// <summary>
/// A code of the contract (section 3) with its HTTP status and its type and code in the callers' envelopes (mapping 5.1).
/// </summary>
/// <param name="Name">The contract's code, in brackets at the head of the message and in <c>x-router-error</c>.</param>
/// <param name="Status">HTTP status before the answer began.</param>
/// <param name="Blame">The side at fault.</param>
/// <param name="OpenAIType"><c>error.type</c> for Chat and Responses.</param>
/// <param name="OpenAICode"><c>error.code</c> for Chat and Responses.</param>
/// <param name="MessagesType"><c>error.type</c> for Messages.</param>
/// <param name="NeverRetry">True when waiting does not help: the answer carries <c>x-should-retry: false</c>.</param>
internal sealed record ErrorCode(
    string Name, int Status, Blame Blame, string OpenAIType, string? OpenAICode, string MessagesType, bool NeverRetry = false)
{
    internal static readonly ErrorCode InvalidBody = Bad("invalid_body");
    internal static readonly ErrorCode MissingModel = Bad("missing_model");
    internal static readonly ErrorCode DuplicateMember = Bad("duplicate_member");
    internal static readonly ErrorCode UnsupportedParameter = Bad("unsupported_parameter");
    internal static readonly ErrorCode ContextLengthExceeded = Bad("context_length_exceeded");
    internal static readonly ErrorCode AmbiguousCredentials = Bad("ambiguous_credentials");

    internal static readonly ErrorCode InvalidToken =
        new("invalid_token", 401, Blame.Caller, "invalid_request_error", "invalid_api_key", "authentication_error", NeverRetry: true);

    internal static readonly ErrorCode TokenDisabled = Dead("token_disabled");
    internal static readonly ErrorCode TokenExpired = Dead("token_expired");
    internal static readonly ErrorCode TokenRotated = Dead("token_rotated");
    internal static readonly ErrorCode TokenRevoked = Dead("token_revoked");

    internal static readonly ErrorCode ModelNotFound =
        new("model_not_found", 404, Blame.Caller, "invalid_request_error", "model_not_found", "not_found_error");

    internal static readonly ErrorCode NotFound =
        new("not_found", 404, Blame.Caller, "invalid_request_error", "not_found", "not_found_error");

    internal static readonly ErrorCode MethodNotAllowed =
        new("method_not_allowed", 405, Blame.Caller, "invalid_request_error", "method_not_allowed", "invalid_request_error");

    internal static readonly ErrorCode UpgradeRequired =
        new("upgrade_required", 426, Blame.Caller, "invalid_request_error", "upgrade_required", "invalid_request_error");

    /// <summary>The caller's own connection was too slow, which the next one need not be: clients send a 408 again.</summary>
    internal static readonly ErrorCode RequestTimeout =
        new("request_timeout", 408, Blame.Caller, "server_error", "timeout", "timeout_error");

    internal static readonly ErrorCode RequestTooLarge =
        new("request_too_large", 413, Blame.Caller, "invalid_request_error", "request_too_large", "request_too_large");

    internal static readonly ErrorCode UnsupportedEncoding =
        new("unsupported_encoding", 415, Blame.Caller, "invalid_request_error", "unsupported_encoding", "invalid_request_error");

    internal static readonly ErrorCode UpstreamFailed = Upstream("upstream_failed", 502, "api_error");
    internal static readonly ErrorCode UpstreamAuthFailed = Upstream("upstream_auth_failed", 502, "api_error");
    internal static readonly ErrorCode UpstreamTruncated = Upstream("upstream_truncated", 502, "api_error");
    internal static readonly ErrorCode UpstreamRateLimited = Upstream("upstream_rate_limited", 503, "rate_limit_error");
    internal static readonly ErrorCode UpstreamCapacity = Upstream("upstream_capacity", 503, "overloaded_error");

    /// <summary>Of all refusals only a 429 of this type makes each agent give up at once: after a 503 Codex comes back 29 times.</summary>
    internal static readonly ErrorCode UpstreamQuota =
        new("upstream_quota", 429, Blame.Upstream, "insufficient_quota", "insufficient_quota", "billing_error", NeverRetry: true);

    internal static readonly ErrorCode UpstreamTimeout =
        new("upstream_timeout", 504, Blame.Upstream, "server_error", "timeout", "timeout_error");

    internal static readonly ErrorCode LedgerUnavailable = Own("ledger_unavailable");
    internal static readonly ErrorCode Overloaded = Own("overloaded");
    internal static readonly ErrorCode Draining = Own("draining");

    internal static readonly ErrorCode LicenseMissing = NotLicensed("license_missing", 503);
    internal static readonly ErrorCode LicenseInvalid = NotLicensed("license_invalid", 503);
    internal static readonly ErrorCode LicenseRevoked = NotLicensed("license_revoked", 403);
    internal static readonly ErrorCode LicenseBindingMismatch = NotLicensed("license_binding_mismatch", 403);
    internal static readonly ErrorCode LicenseClockRollback = NotLicensed("license_clock_rollback", 503);
    internal static readonly ErrorCode LicenseNotYetValid = NotLicensed("license_not_yet_valid", 403);
    internal static readonly ErrorCode LicenseExpired = NotLicensed("license_expired", 403);
    internal static readonly ErrorCode LicenseFeatureMissing = NotLicensed("license_feature_missing", 403);
    internal static readonly ErrorCode LicenseLimitExceeded = NotLicensed("license_limit_exceeded", 403);

    /// <summary>The one of them that passes by waiting: another process gives its place up.</summary>
    internal static readonly ErrorCode LicenseInstancesExceeded = NotLicensed("license_instances_exceeded", 503) with { NeverRetry = false };
    internal static readonly ErrorCode LicenseVolumeExceeded =
        new("license_volume_exceeded", 429, Blame.Caller, "requests", "rate_limit_exceeded", "rate_limit_error");

    internal static readonly ErrorCode InternalError =
        new("internal_error", 500, Blame.Router, "server_error", null, "api_error");

    /// <summary>The same code where no waiting helps: in the form that makes each client give up at once.</summary>
    internal ErrorCode WhenSpent() => this with
    {
        OpenAIType = UpstreamQuota.OpenAIType,
        OpenAICode = UpstreamQuota.OpenAICode,
        MessagesType = UpstreamQuota.MessagesType,
        NeverRetry = true,
    };

    private static ErrorCode Bad(string name) =>
        new(name, 400, Blame.Caller, "invalid_request_error", name, "invalid_request_error");

    private static ErrorCode Dead(string name) =>
        new(name, 403, Blame.Caller, "invalid_request_error", name, "permission_error", NeverRetry: true);

    private static ErrorCode Upstream(string name, int status, string messagesType) =>
        new(name, status, Blame.Upstream, "server_error", null, messagesType);

    /// <summary>No waiting of a program brings a licence: 403 says it for good, 503 that an operator can.</summary>
    private static ErrorCode NotLicensed(string name, int status) => status == 403
        ? Dead(name)
        : new(name, status, Blame.Caller, "server_error", name, "api_error", NeverRetry: true);

    private static ErrorCode Own(string name) => new(name, 503, Blame.Router, "server_error", null, "api_error");
}
