// A token at the only moment when its text is known.
using Router.Configuration;

namespace Router.Callers;

/// <summary>A new token with its text, to be shown once. <see cref="ToString"/> leaves the text out.</summary>
/// <param name="TokenId">What the ledger calls it.</param>
/// <param name="ExpiresAt">Unix milliseconds; null: never.</param>
internal sealed record IssuedToken(string TokenId, string Text, TokenHash Hash, long? ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => $"token {TokenId}";
}
