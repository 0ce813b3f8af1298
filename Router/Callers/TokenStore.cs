// Makes, lists and ends the tokens of the ledger.
using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Router.Storage;

namespace Router.Callers;

/// <summary>
/// The table <c>tokens</c>. Every change is one transaction and then a new <see cref="TokenGeneration"/>, so a router that runs
/// on the same ledger knows of it at its next request. Works on a ledger that does not exist yet.
/// </summary>
internal sealed class TokenStore(SqliteDatabase database, TokenGeneration generation, TokenMint mint, TimeProvider time)
{
    /// <summary>No more tokens than this are kept, dead ones included: all of them lie in the memory of the router.</summary>
    internal const int MaxTokens = 1_000_000;

    /// <summary>Makes a token for a holder that has none in use.</summary>
    /// <param name="facts">Must be free of the problems that <see cref="TokenRules"/> finds.</param>
    /// <param name="lifetime">Null: it does not expire.</param>
    internal TokenChange Issue(TokenFacts facts, TimeSpan? lifetime) => Change(transaction =>
    {
        if (FindInUse(transaction, facts.Id) is { } existing && existing.Facts.Id == facts.Id)
        {
            return TokenChange.Refused(existing.State == TokenState.Disabled
                ? $"'{facts.Id}' has a disabled token; enable or revoke it first"
                : $"'{facts.Id}' has a token already; use rotate to replace it, or revoke it first");
        }

        return Insert(transaction, facts, lifetime);
    });

    /// <summary>Replaces the token of a holder by a new one with the same facts and the same lifetime, counted from now.</summary>
    /// <param name="id">The holder, or the id of its token.</param>
    /// <param name="grace">How long the old token stays good; null: not at all.</param>
    internal TokenChange Rotate(string id, TimeSpan? grace) => Change(transaction =>
    {
        TokenRecord? old = FindInUse(transaction, id);
        if (old is null)
        {
            return NoneInUse(id);
        }

        if (old.State == TokenState.Disabled)
        {
            return TokenChange.Refused($"the token '{old.TokenId}' is disabled; enable it first");
        }

        TimeSpan? lifetime = old.ExpiresAt is { } end ? TimeSpan.FromMilliseconds(end - old.CreatedAt) : null;
        var successor = NextTokenId(transaction, old.Facts.Id);
        Execute(
            transaction,
            "sqlite/tokens/set_rotated.sql",
            ("$id", old.TokenId),
            ("$replaced_by", successor),
            ("$now", Now()),
            ("$grace_until", grace is { } span ? Now() + (long)span.TotalMilliseconds : null));
        return Insert(transaction, old.Facts, lifetime);
    });

    /// <summary>Ends every token of a holder, or the one token with this id.</summary>
    internal TokenChange Revoke(string id) => Change(transaction =>
    {
        SqliteConnection connection = transaction.Connection!;
        ImmutableArray<string> revoked =
        [
            .. connection.Query<string>(
                EmbeddedSql.Text("sqlite/tokens/revoke.sql"), new { id, now = Now() }, transaction, commandTimeout: connection.DefaultTimeout),
        ];
        return revoked.Length > 0 ? TokenChange.Changed(revoked) : TokenChange.Refused($"no token of '{id}' is left to revoke");
    });

    /// <summary>Refuses the token in use until it is enabled again.</summary>
    internal TokenChange Disable(string id) => SetState(id, TokenState.Disabled);

    /// <summary>Lets a disabled token in again.</summary>
    internal TokenChange Enable(string id) => SetState(id, TokenState.Active);

    /// <summary>All tokens, in the order in which they were made.</summary>
    internal IReadOnlyList<TokenRecord> List()
    {
        using SqliteConnection connection = OpenMigrated();
        return
        [
            .. connection.Query<TokenRow>(EmbeddedSql.Text("sqlite/tokens/select_all.sql"), new { limit = -1 }, commandTimeout: connection.DefaultTimeout)
                .Select(TokenRows.Read),
        ];
    }

    /// <summary>Callers with a token that is not ended for good or disabled, in the order in which each got its first token.</summary>
    internal IReadOnlyList<string> CallerIds()
    {
        OpenMigrated().Dispose();
        return TokenTable.Load(database, 0).CallerIds;
    }

    private TokenChange SetState(string id, TokenState state) => Change(transaction =>
    {
        TokenRecord? token = FindInUse(transaction, id);
        if (token is null)
        {
            return NoneInUse(id);
        }

        Execute(
            transaction, "sqlite/tokens/set_state.sql", ("$id", token.TokenId), ("$state", Word(state)), ("$now", Now()));
        return TokenChange.Changed([token.TokenId]);
    });

    private TokenChange Change(Func<SqliteTransaction, TokenChange> work)
    {
        TokenChange change;
        using (SqliteConnection connection = OpenMigrated())
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            change = work(transaction);
            if (change.Refusal is null)
            {
                transaction.Commit();
            }
        }

        // After a refusal too: a process killed between its commit and its stamp is made good by trying again.
        generation.Advance();
        return change;
    }

    private SqliteConnection OpenMigrated()
    {
        SqliteConnection connection = database.OpenWriter();
        try
        {
            Migrations.Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private TokenChange Insert(SqliteTransaction transaction, TokenFacts facts, TimeSpan? lifetime)
    {
        SqliteConnection connection = transaction.Connection!;
        if (connection.ExecuteScalar<long>(EmbeddedSql.Text("sqlite/tokens/count.sql"), null, transaction, connection.DefaultTimeout) >= MaxTokens)
        {
            return TokenChange.Refused($"the ledger holds {MaxTokens} tokens, which is the most it keeps");
        }

        var tokenId = NextTokenId(transaction, facts.Id);
        var now = Now();
        long? expiresAt = lifetime is { } span ? now + (long)span.TotalMilliseconds : null;
        var (text, hash) = mint.Mint(facts.Kind, tokenId);
        Execute(
            transaction,
            "sqlite/tokens/insert.sql",
            ("$id", tokenId),
            ("$kind", Word(facts.Kind)),
            ("$caller_id", facts.Id),
            ("$user_id", facts.User),
            ("$project_id", facts.Project),
            ("$environment", facts.Environment),
            ("$allow", TokenRows.Spell(facts.Allow)),
            ("$roles", TokenRows.Spell(facts.Roles)),
            ("$scope", facts.Scope),
            ("$token_sha256", hash.ToString()),
            ("$created_at", now),
            ("$expires_at", expiresAt));
        return TokenChange.Made(new IssuedToken(tokenId, text, hash, expiresAt));
    }

    // The holder's own id for its first token, then id.2, id.3 …; a number that another holder's id has taken is passed over.
    private static string NextTokenId(SqliteTransaction transaction, string holder)
    {
        SqliteConnection connection = transaction.Connection!;
        var number = 1 + connection.ExecuteScalar<long>(
            EmbeddedSql.Text("sqlite/tokens/count_of_holder.sql"), new { caller_id = holder }, transaction, connection.DefaultTimeout);
        while (true)
        {
            var candidate = number == 1 ? holder : string.Create(CultureInfo.InvariantCulture, $"{holder}.{number}");
            if (!connection.ExecuteScalar<bool>(EmbeddedSql.Text("sqlite/tokens/exists.sql"), new { id = candidate }, transaction, connection.DefaultTimeout))
            {
                return candidate;
            }

            number++;
        }
    }

    private static TokenRecord? FindInUse(SqliteTransaction transaction, string id)
    {
        SqliteConnection connection = transaction.Connection!;
        TokenRow? row = connection.QueryFirstOrDefault<TokenRow>(
            EmbeddedSql.Text("sqlite/tokens/select_in_use.sql"), new { id }, transaction, connection.DefaultTimeout);
        return row is null ? null : TokenRows.Read(row);
    }

    private static void Execute(SqliteTransaction transaction, string resource, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = transaction.Connection!.Statement(resource, parameters);
        command.ExecuteNonQuery();
    }

    private static TokenChange NoneInUse(string id) => TokenChange.Refused($"'{id}' has no token in use");

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
