// The answer to "whose token is this?".
using Router.Inference;

namespace Router.Callers;

/// <summary>Either a caller or a refusal.</summary>
/// <param name="TokenId">The token's name when it is known, accepted or not; for the access log.</param>
internal readonly record struct CallerResolution(CallerIdentity? Caller, ErrorCode? Refusal, string? TokenId);
