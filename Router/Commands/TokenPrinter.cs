// Prints what came of a change to the tokens.
using System.Text.Json;
using Router.Callers;
using Router.Configuration;

namespace Router.Commands;

/// <summary>A new token is printed here and nowhere else.</summary>
internal static class TokenPrinter
{
    /// <summary>Prints a new token, or the refusal; returns the exit code.</summary>
    internal static int Print(TokenChange change, bool json, CommandContext context)
    {
        if (change.Issued is not { } issued)
        {
            return Refuse(change, context);
        }

        if (json)
        {
            JsonText.Print(context.Out, writer =>
            {
                writer.WriteString("id", issued.TokenId);
                writer.WriteString("token", issued.Text);
                writer.WriteString("token_sha256", issued.Hash.ToString());
                WriteTime(writer, "expires_at", issued.ExpiresAt);
            });
            return ExitCodes.Ok;
        }

        context.Out.WriteLine($"id:           {issued.TokenId}");
        context.Out.WriteLine($"token:        {issued.Text}");
        context.Out.WriteLine($"token_sha256: {issued.Hash}");
        context.Out.WriteLine($"expires:      {Time(issued.ExpiresAt) ?? "never"}");
        context.Out.WriteLine("Keep the token now: it is stored as a hash only and will not be shown again.");
        return ExitCodes.Ok;
    }

    /// <summary>Prints which tokens changed, or the refusal; returns the exit code.</summary>
    internal static int Print(TokenChange change, string done, bool json, CommandContext context)
    {
        if (change.Refusal is not null)
        {
            return Refuse(change, context);
        }

        if (json)
        {
            JsonText.Print(context.Out, writer =>
            {
                writer.WriteStartArray("ids");
                foreach (var id in change.TokenIds)
                {
                    writer.WriteStringValue(id);
                }

                writer.WriteEndArray();
            });
        }
        else
        {
            context.Out.WriteLine($"{done}: {string.Join(", ", change.TokenIds)}");
        }

        return ExitCodes.Ok;
    }

    /// <summary>RFC 3339 in UTC; null for null.</summary>
    internal static string? Time(long? unixMilliseconds) => unixMilliseconds is { } time ? UtcText.OfMilliseconds(time) : null;

    /// <summary>A time as RFC 3339, or null.</summary>
    internal static void WriteTime(Utf8JsonWriter writer, string name, long? unixMilliseconds)
    {
        if (Time(unixMilliseconds) is { } text)
        {
            writer.WriteString(name, text);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static int Refuse(TokenChange change, CommandContext context)
    {
        context.Error.WriteLine($"router token: {change.Refusal}");
        return ExitCodes.Failed;
    }
}
