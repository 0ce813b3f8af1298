// Between rows of the table tokens and records.
using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Router.Configuration;

namespace Router.Callers;

/// <summary>Reads and spells the columns of <c>tokens</c>.</summary>
internal static class TokenRows
{
    private static readonly AdminRoles[] EveryRole =
        [AdminRoles.Viewer, AdminRoles.Auditor, AdminRoles.Operator, AdminRoles.Admin, AdminRoles.Metrics];

    /// <summary>What a row says.</summary>
    /// <exception cref="InvalidDataException">It has no valid hash, or no valid list of groups.</exception>
    internal static TokenRecord Read(TokenRow row)
    {
        TokenKind kind = row.Kind == "admin" ? TokenKind.Admin : TokenKind.Caller;
        _ = TryParseRoles(row.Roles, out AdminRoles roles);
        if (!TokenHash.TryParse(row.TokenSha256, out TokenHash hash))
        {
            throw new InvalidDataException($"The token '{row.Id}' of the ledger has no valid hash.");
        }

        return new TokenRecord(
            row.Id,
            new TokenFacts(kind, row.CallerId, row.UserId, row.ProjectId, row.Environment, ParseNames(row), roles, row.Scope),
            hash,
            row.CreatedAt,
            row.ExpiresAt,
            ParseState(row.State),
            row.StateAt,
            row.GraceUntil,
            row.ReplacedBy);
    }

    /// <summary><c>viewer,operator</c>; empty for none.</summary>
    internal static string Spell(AdminRoles roles) =>
        string.Join(',', EveryRole.Where(role => (roles & role) != 0).Select(role => role.ToString().ToLowerInvariant()));

    /// <summary>Reads role names separated by commas; false when one is unknown.</summary>
    internal static bool TryParseRoles(string text, out AdminRoles roles)
    {
        roles = AdminRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            AdminRoles role = Array.Find(EveryRole, role => string.Equals(role.ToString(), name, StringComparison.OrdinalIgnoreCase));
            if (role == AdminRoles.None)
            {
                return false;
            }

            roles |= role;
        }

        return true;
    }

    /// <summary>A JSON array of strings.</summary>
    internal static string Spell(ImmutableArray<string> names)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static TokenState ParseState(string text) => text switch
    {
        "active" => TokenState.Active,
        "disabled" => TokenState.Disabled,
        "rotated" => TokenState.Rotated,
        _ => TokenState.Revoked,
    };

    private static ImmutableArray<string> ParseNames(TokenRow row)
    {
        try
        {
            using var document = JsonDocument.Parse(row.Allow);
            return [.. document.RootElement.EnumerateArray().Select(name => name.GetString() ?? throw new JsonException())];
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The token '{row.Id}' of the ledger has no valid list of groups.", damage);
        }
    }
}
