// All tokens of the ledger at one moment.
using System.Collections.Frozen;
using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Router.Configuration;
using Router.Inference;
using Router.Storage;

namespace Router.Callers;

/// <summary>Immutable; a change of the tokens makes a new one.</summary>
/// <param name="Generation">The stamp that was read before loading.</param>
internal sealed record TokenTable(
    long Generation,
    FrozenDictionary<TokenHash, KnownToken<CallerIdentity>> Callers,
    FrozenDictionary<TokenHash, KnownToken<AdminIdentity>> Admins)
{
    /// <summary>Requests wait for the reading, and the table that is in force serves until it comes.</summary>
    private const int BusySeconds = 1;

    /// <summary>Callers with a token that is not ended for good or disabled, in the order in which each got its first token.</summary>
    internal ImmutableArray<string> CallerIds { get; init; } = [];

    /// <summary>Reads the table. The ledger must have been migrated.</summary>
    /// <exception cref="SqliteException">The ledger is busy or cannot be read.</exception>
    internal static TokenTable Load(SqliteDatabase database, long generation)
    {
        using SqliteConnection connection = database.OpenReader();
        IEnumerable<TokenRow> rows = connection.Query<TokenRow>(
            EmbeddedSql.Text("sqlite/tokens/select_all.sql"), new { limit = TokenStore.MaxTokens }, buffered: false, commandTimeout: BusySeconds);
        var callers = new Dictionary<TokenHash, KnownToken<CallerIdentity>>();
        var order = new List<string>();
        var counting = new HashSet<string>(StringComparer.Ordinal);
        var admins = new Dictionary<TokenHash, KnownToken<AdminIdentity>>();
        foreach (TokenRecord token in rows.Select(TokenRows.Read))
        {
            TokenFacts facts = token.Facts;
            var (until, afterwards) = Validity(token);
            switch (facts.Kind)
            {
                case TokenKind.Caller:
                    var caller = new CallerIdentity(facts.Id, facts.User, facts.Project, facts.Environment, token.TokenId, facts.Allow);
                    order.Add(facts.Id);
                    if (token.State is TokenState.Active || (until > 0 && token.State is TokenState.Rotated))
                    {
                        counting.Add(facts.Id);
                    }

                    callers[token.Hash] = new KnownToken<CallerIdentity>(caller, token.TokenId, until, afterwards);
                    break;
                case TokenKind.Admin:
                    var admin = new AdminIdentity(facts.Id, facts.Roles, facts.Scope);
                    admins[token.Hash] = new KnownToken<AdminIdentity>(admin, token.TokenId, until, afterwards);
                    break;
            }
        }

        return new TokenTable(generation, callers.ToFrozenDictionary(), admins.ToFrozenDictionary())
        {
            CallerIds = [.. order.Distinct(StringComparer.Ordinal).Where(counting.Contains)],
        };
    }

    private static (long Until, ErrorCode Afterwards) Validity(TokenRecord token) => token.State switch
    {
        TokenState.Active => (token.ExpiresAt ?? long.MaxValue, ErrorCode.TokenExpired),
        TokenState.Disabled => (0, ErrorCode.TokenDisabled),
        TokenState.Rotated => (Math.Min(token.GraceUntil ?? 0, token.ExpiresAt ?? long.MaxValue), ErrorCode.TokenRotated),
        TokenState.Revoked => (0, ErrorCode.TokenRevoked),
    };
}
