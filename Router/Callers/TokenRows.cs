// Between rows of the table tokens and records.
using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Router.Configuration;

namespace Router.Callers;

/// <summary>Reads and spells the columns of <c>tokens</c>.</summary>
internal static class TokenRows
{
    private static readonly AdminRoles[] EveryRole =
        [AdminRoles.Viewer, AdminRoles.Auditor, AdminRoles.Operator, AdminRoles.Admin, AdminRoles.Metrics];

    /// <summary>Reads all rows of a statement that selects the columns in the order of <c>select_all.sql</c>.</summary>
    internal static List<TokenRecord> ReadAll(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        var records = new List<TokenRecord>();
        while (reader.Read())
        {
            records.Add(Read(reader));
        }

        return records;
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

    private static TokenRecord Read(SqliteDataReader row)
    {
        TokenKind kind = row.GetString(1) == "admin" ? TokenKind.Admin : TokenKind.Caller;
        _ = TryParseRoles(row.GetString(7), out AdminRoles roles);
        if (!TokenHash.TryParse(row.GetString(9), out TokenHash hash))
        {
            throw new InvalidDataException($"The token '{row.GetString(0)}' of the ledger has no valid hash.");
        }

        return new TokenRecord(
            row.GetString(0),
            new TokenFacts(
                kind, row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), ParseNames(row.GetString(6)), roles, row.GetString(8)),
            hash,
            row.GetInt64(10),
            row.IsDBNull(11) ? null : row.GetInt64(11),
            ParseState(row.GetString(12)),
            row.GetInt64(13),
            row.IsDBNull(14) ? null : row.GetInt64(14),
            row.IsDBNull(15) ? null : row.GetString(15));
    }

    private static TokenState ParseState(string text) => text switch
    {
        "active" => TokenState.Active,
        "disabled" => TokenState.Disabled,
        "rotated" => TokenState.Rotated,
        _ => TokenState.Revoked,
    };

    private static ImmutableArray<string> ParseNames(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(name => name.GetString()!)];
    }
}
