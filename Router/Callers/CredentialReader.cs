// Reads the token out of the two headers that may carry one.
using Router.Inference;

namespace Router.Callers;

/// <summary><c>Authorization: Bearer TOKEN</c> or <c>x-api-key: TOKEN</c>; both may be sent when they are equal.</summary>
internal static class CredentialReader
{
    /// <summary>A longer text is no token.</summary>
    internal const int MaxLength = 512;

    private static readonly RouterError Absent = new(
        ErrorCode.InvalidToken, "No token was sent. Send it as 'Authorization: Bearer TOKEN' or 'x-api-key: TOKEN'.");

    private static readonly RouterError NotBearer = new(
        ErrorCode.InvalidToken, "The Authorization header holds no bearer token. Send 'Authorization: Bearer TOKEN' or 'x-api-key: TOKEN'.");

    private static readonly RouterError TooLong = new(
        ErrorCode.InvalidToken, "The token is longer than 512 characters; it was not made by this router nor registered with it.");

    private static readonly RouterError Ambiguous = new(
        ErrorCode.AmbiguousCredentials, "Authorization and x-api-key hold different tokens. Send one of them, or the same in both.");

    private static readonly RouterError Damaged = new(
        ErrorCode.InvalidToken, "The token is damaged: a character is missing, added or changed. Copy it again.");

    private static readonly RouterError AdminToken = new(
        ErrorCode.InvalidToken, "This is an admin token; it opens the admin listener only. Send a caller token.");

    private static readonly RouterError Unknown = new(
        ErrorCode.InvalidToken, "The token is not known here. Check that it belongs to this router, or ask its operator for one.");

    /// <summary>The token within the header's own text, or an empty span and the error. Allocates nothing.</summary>
    /// <param name="authorization">Value of <c>Authorization</c>; null when absent.</param>
    /// <param name="apiKey">Value of <c>x-api-key</c>; null when absent.</param>
    internal static ReadOnlySpan<char> Read(string? authorization, string? apiKey, out RouterError? error)
    {
        ReadOnlySpan<char> bearer = Bearer(authorization);
        ReadOnlySpan<char> key = apiKey.AsSpan().Trim();
        if (!bearer.IsEmpty && !key.IsEmpty && !bearer.SequenceEqual(key))
        {
            error = Ambiguous;
            return default;
        }

        ReadOnlySpan<char> token = bearer.IsEmpty ? key : bearer;
        error = token switch
        {
            { IsEmpty: true } => string.IsNullOrWhiteSpace(authorization) ? Absent : NotBearer,
            { Length: > MaxLength } => TooLong,
            _ => null,
        };
        return error is null ? token : default;
    }

    /// <summary>Why a token that no table knows is refused, as helpfully as its form allows.</summary>
    internal static RouterError Explain(ReadOnlySpan<char> unknownToken)
    {
        if (!TokenFormat.LooksMinted(unknownToken))
        {
            return Unknown;
        }

        return !TokenFormat.ChecksumHolds(unknownToken) ? Damaged
            : unknownToken.StartsWith(TokenFormat.Prefix(TokenKind.Admin), StringComparison.Ordinal) ? AdminToken
            : Unknown;
    }

    private static ReadOnlySpan<char> Bearer(string? authorization)
    {
        const string Scheme = "bearer";
        ReadOnlySpan<char> value = authorization.AsSpan().Trim();
        return value.Length > Scheme.Length
            && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && value[Scheme.Length] is ' ' or '\t'
                ? value[Scheme.Length..].Trim()
                : default;
    }
}
