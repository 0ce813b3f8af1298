// Reads the claims of a revocation list.
using System.Collections.Immutable;
using System.Text.Json;

namespace Router.Licensing;

/// <summary>The closed list of licence section 6.</summary>
internal static class RevocationReader
{
    /// <summary>The longest reason, in characters.</summary>
    internal const int MostText = 256;

    internal static readonly ImmutableArray<string> Statuses = ["revoked", "suspended", "superseded", "cancelled"];

    internal static RevocationList Read(JsonElement claims, TrustedKey key, List<string> problems)
    {
        var root = new ClaimsObject(claims, "", problems);
        root.Text("product", 64);
        if (!root.Has("entries"))
        {
            root.Problem("entries", "is missing");
        }

        var list = new RevocationList(
            root.Text("iss", MostText),
            key.Id,
            root.Count("epoch", long.MaxValue),
            root.Time("iat"),
            root.OptionalTime("next_update"),
            [.. (root.OptionalObjects("entries") ?? []).Select(ReadEntry)]);
        root.Close();
        return list;
    }

    private static RevocationEntry ReadEntry(ClaimsObject entry)
    {
        var status = entry.Word("status", Statuses.AsSpan());
        var read = new RevocationEntry(
            entry.OptionalId("jti"),
            entry.OptionalId("kid"),
            (RevocationStatus)Math.Max(0, Statuses.IndexOf(status, StringComparer.Ordinal)),
            entry.OptionalText("reason", MostText) ?? "",
            entry.Time("effective"));
        if ((read.LicenseId is null) == (read.KeyId is null))
        {
            entry.Problem("jti", "or kid: an entry names just one of them");
        }

        entry.Close();
        return read;
    }
}
