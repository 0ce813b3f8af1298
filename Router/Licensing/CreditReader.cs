// Reads the claims of a credit note.
using System.Text.Json;

namespace Router.Licensing;

/// <summary>The closed list of licence section 7.</summary>
internal static class CreditReader
{
    private const long MostAdded = 9_007_199_254_740_991;

    internal static CreditNote Read(JsonElement claims, TrustedKey key, List<string> problems)
    {
        var root = new ClaimsObject(claims, "", problems);
        root.Text("product", 64);
        var adds = root.Object("adds");
        var note = new CreditNote(
            root.Id("jti"),
            root.Text("iss", 256),
            root.Id("sub"),
            root.Id("license"),
            root.Time("iat"),
            root.Time("exp"),
            adds?.OptionalCount("requests", MostAdded) ?? 0,
            adds?.OptionalCount("tokens", MostAdded) ?? 0,
            key);
        adds?.Close();
        root.Close();
        if (note.Requests + note.Tokens == 0)
        {
            root.Problem("adds", "adds nothing");
        }

        if (problems.Count == 0 && note.IssuedAt >= note.ExpiresAt)
        {
            root.Problem("exp", "is not later than iat");
        }

        return note;
    }
}
