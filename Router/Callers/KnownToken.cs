// A token as requests look it up.
using Router.Inference;

namespace Router.Callers;

/// <summary>Who holds the token and how long it is good, made ready once so that a look-up decides with one comparison.</summary>
/// <param name="ValidUntil">Unix milliseconds, not included.</param>
/// <param name="Afterwards">The refusal from then on.</param>
internal sealed record KnownToken<T>(T Holder, string TokenId, long ValidUntil, ErrorCode Afterwards)
    where T : class;
