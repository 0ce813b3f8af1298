// What came of a change to the tokens.
using System.Collections.Immutable;

namespace Router.Callers;

/// <summary>Either a refusal in words, or the ids of the tokens that changed, with the new token when one was made.</summary>
/// <param name="Refusal">Why nothing was done, as a sentence for the operator; null when it was done.</param>
internal sealed record TokenChange(string? Refusal, IssuedToken? Issued, ImmutableArray<string> TokenIds)
{
    internal static TokenChange Refused(string why) => new(why, null, []);

    internal static TokenChange Made(IssuedToken token) => new(null, token, [token.TokenId]);

    internal static TokenChange Changed(ImmutableArray<string> tokenIds) => new(null, null, tokenIds);
}
