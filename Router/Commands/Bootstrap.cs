// The first start: a configuration, a caller token and an admin token.
using System.Text;
using Router.Callers;
using Router.Configuration;
using Router.Licensing;
using Router.Storage;

namespace Router.Commands;

/// <summary>Writes a configuration that serves at once, and the two tokens that open it.</summary>
internal static class Bootstrap
{
    /// <summary>Where the first start without any configuration writes one.</summary>
    internal static readonly string DefaultPath = Path.Combine("data", "router.yaml");

    private const string FirstId = "first";
    private const string DevelopmentLicense = "licenses/development.license.json";

    /// <summary>What was made; the tokens exist nowhere else.</summary>
    internal sealed record Made(string ConfigPath, string CallerToken, string AdminToken);

    /// <summary>Writes <paramref name="path"/>, which must not be there, and makes the tokens in its ledger.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    internal static Made Run(string path, CommandContext context)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        PrivateFile.MakeFolder(folder);

        // A configuration that lies in a folder called data keeps its data beside it.
        var data = Path.GetFileName(folder) == "data" ? "." : "data";
        PrivateFile.WriteNew(full, Encoding.UTF8.GetBytes(BootstrapFile.For(context.Environment, data)));

        var loaded = ConfigurationLoader.Load(full, context.Environment);
        var snapshot = loaded.Snapshot ?? throw new IOException(
            $"the first configuration at {full} does not hold: {string.Join("; ", loaded.Problems)}");
        PutDevelopmentLicense(snapshot.License.Path);
        var database = new SqliteDatabase(snapshot.Ledger.Path);
        using (var connection = database.OpenWriter())
        {
            Migrations.Apply(connection);
        }

        using var generation = new TokenGeneration(snapshot.Ledger.Path);
        var tokens = new TokenStore(database, generation, new TokenMint(), context.Time);
        var caller = tokens.Issue(TokenFacts.OfCaller(FirstId, FirstId, FirstId, snapshot.License.Environment, ["*"]), null);
        var admin = tokens.Issue(TokenFacts.OfAdmin(FirstId + "-admin", AdminRoles.Admin, ""), null);
        return new Made(full, Text(caller), Text(admin));
    }

    /// <summary>A first router serves on loopback with the licence that everybody has; one that lies there already stays.</summary>
    private static void PutDevelopmentLicense(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.MakeFolder(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, EmbeddedFiles.Read(DevelopmentLicense));
        }
    }

    /// <summary>Prints the tokens, once.</summary>
    internal static void Print(Made made, TextWriter to) => to.WriteLine($$"""

        A first configuration is at {{made.ConfigPath}}. These tokens are shown once and stored only as hashes:

          caller token  {{made.CallerToken}}
          admin token   {{made.AdminToken}}

        """);

    /// <summary>Prints requests to try.</summary>
    /// <param name="lead">What comes before them.</param>
    internal static void PrintRequests(Made made, Uri caller, Uri admin, string lead, TextWriter to) => to.WriteLine($$"""
        {{lead}}

        curl {{caller}}v1/chat/completions -H 'Authorization: Bearer {{made.CallerToken}}' -H 'Content-Type: application/json' -d '{"model":"default","messages":[{"role":"user","content":"Hello"}]}'

        curl -N {{caller}}v1/chat/completions -H 'Authorization: Bearer {{made.CallerToken}}' -H 'Content-Type: application/json' -d '{"model":"default","stream":true,"messages":[{"role":"user","content":"Hello"}]}'

        curl {{admin}}metrics -H 'Authorization: Bearer {{made.AdminToken}}'

        How to set up Codex, Claude Code and the SDKs: {{admin}}docs/

        """);

    /// <summary>The same for a program.</summary>
    internal static string Json(Made made) => JsonText.Line(json =>
    {
        json.WriteString("config"u8, made.ConfigPath);
        json.WriteString("caller_token"u8, made.CallerToken);
        json.WriteString("admin_token"u8, made.AdminToken);
    });

    private static string Text(TokenChange change) =>
        change.Issued?.Text ?? throw new IOException(change.Refusal ?? "the first tokens could not be made");
}
