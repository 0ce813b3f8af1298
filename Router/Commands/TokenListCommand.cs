// router token list: what tokens the ledger knows.
using System.CommandLine;
using System.Text.Json;
using Router.Callers;

namespace Router.Commands;

/// <summary>Lists tokens without telling them.</summary>
internal static class TokenListCommand
{
    private static readonly string[] Header = ["ID", "KIND", "STATE", "HOLDER", "USER", "PROJECT", "ENVIRONMENT", "ALLOW OR ROLES", "CREATED", "EXPIRES"];

    internal static Command Create(CommandContext context)
    {
        var command = new Command("list", "List the tokens of the ledger");
        command.SetAction(parse => OpenTokens.Run(parse, context, store =>
        {
            IReadOnlyList<TokenRecord> tokens = store.List();
            if (parse.GetValue(CommonOptions.Json))
            {
                PrintJson(tokens, context);
            }
            else
            {
                PrintTable(tokens, context);
            }

            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void PrintTable(IReadOnlyList<TokenRecord> tokens, CommandContext context)
    {
        var now = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        List<string[]> lines = [Header, .. tokens.Select(token => Cells(token, now))];
        int[] widths = [.. Header.Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (var line in lines)
        {
            context.Out.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string[] Cells(TokenRecord token, long now)
    {
        TokenFacts facts = token.Facts;
        var (project, environment) = facts.Kind == TokenKind.Admin ? Scope(facts.Scope) : (facts.Project, facts.Environment);
        var rights = facts.Kind == TokenKind.Admin ? TokenRows.Spell(facts.Roles) : string.Join(',', facts.Allow);
        return
        [
            token.TokenId,
            Word(facts.Kind),
            State(token, now),
            facts.Id,
            Dash(facts.User),
            Dash(project),
            Dash(environment),
            rights,
            TokenPrinter.Time(token.CreatedAt)!,
            TokenPrinter.Time(End(token)) ?? "never",
        ];
    }

    /// <summary>A project may hold slashes, an environment none.</summary>
    private static (string Project, string Environment) Scope(string scope) =>
        scope.LastIndexOf('/') is var slash and > 0 ? (scope[..slash], scope[(slash + 1)..]) : (scope, "");

    /// <summary>A rotated token ends with its grace, when its lifetime is not over before.</summary>
    private static long? End(TokenRecord token) => token.ExpiresAt < token.GraceUntil ? token.ExpiresAt : token.GraceUntil ?? token.ExpiresAt;

    private static void PrintJson(IReadOnlyList<TokenRecord> tokens, CommandContext context)
    {
        var now = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        JsonText.Print(context.Out, writer =>
        {
            writer.WriteStartArray("tokens");
            foreach (TokenRecord token in tokens)
            {
                Write(writer, token, now);
            }

            writer.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter writer, TokenRecord token, long now)
    {
        TokenFacts facts = token.Facts;
        writer.WriteStartObject();
        writer.WriteString("id", token.TokenId);
        writer.WriteString("kind", Word(facts.Kind));
        writer.WriteString("holder", facts.Id);
        writer.WriteString("state", State(token, now));
        if (facts.Kind == TokenKind.Admin)
        {
            writer.WriteString("roles", TokenRows.Spell(facts.Roles));
            writer.WriteString("scope", facts.Scope);
        }
        else
        {
            writer.WriteString("user", facts.User);
            writer.WriteString("project", facts.Project);
            writer.WriteString("environment", facts.Environment);
            writer.WriteString("allow", string.Join(',', facts.Allow));
        }

        writer.WriteString("token_sha256", token.Hash.ToString());
        TokenPrinter.WriteTime(writer, "created_at", token.CreatedAt);
        TokenPrinter.WriteTime(writer, "expires_at", token.ExpiresAt);
        TokenPrinter.WriteTime(writer, "state_at", token.StateAt);
        TokenPrinter.WriteTime(writer, "grace_until", token.GraceUntil);
        writer.WriteString("replaced_by", token.ReplacedBy);
        writer.WriteEndObject();
    }

    private static string State(TokenRecord token, long now) =>
        token.State == TokenState.Active && token.ExpiresAt <= now ? "expired"
        : token.State == TokenState.Rotated && token.GraceUntil > now ? "grace"
        : Word(token.State);

    private static string Dash(string text) => text.Length == 0 ? "-" : text;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
