// Why a request does not fit.
namespace Router.Quotas;

/// <param name="Name">Of the limit that stands longest in the way.</param>
/// <param name="RetryAfter">Whole seconds, at least one; null when no waiting helps.</param>
internal sealed record QuotaRefusal(string Name, long? RetryAfter);
