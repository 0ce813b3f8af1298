// router license top-up: a credit note for a licence.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Router.Configuration;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Adds requests or tokens to the total of one licence.</summary>
internal sealed class LicenseTopUpCommand
{
    // What every reader of JSON takes exactly.
    private const long MostAdded = 9_007_199_254_740_991;

    private static readonly TimeSpan TimeToInstall = TimeSpan.FromDays(90);

    private readonly Option<string> _license = new("--license") { Description = "The licence that it adds to", HelpName = "FILE", Required = true };
    private readonly Option<string> _key = LicenseFiles.KeyOption();
    private readonly Option<string> _out = LicenseFiles.OutOption();
    private readonly Option<string[]> _oldKeys = LicenseFiles.OldKeyOption();
    private readonly Option<long?> _requests = NumberOption.Create("--requests", "Requests to add to requests.total", MostAdded);
    private readonly Option<long?> _tokens = NumberOption.Create("--tokens", "Tokens to add to tokens.total", MostAdded);
    private readonly Option<long?> _expires = UtcOption.Create("--exp", "The last moment to install it (default: 90 days from now)");

    private LicenseTopUpCommand()
    {
    }

    internal static Command Create(CommandContext context)
    {
        var topUp = new LicenseTopUpCommand();
        var command = new Command("top-up", "Sign a credit note that adds requests or tokens to a licence")
        {
            topUp._license, topUp._key, topUp._out, topUp._requests, topUp._tokens, topUp._expires, topUp._oldKeys,
        };
        command.Validators.Add(topUp.CheckAmounts);
        command.SetAction(parse => topUp.Run(parse, context));
        return command;
    }

    private void CheckAmounts(CommandResult result)
    {
        if (result.GetResult(_requests) is null && result.GetResult(_tokens) is null)
        {
            result.AddError("--requests or --tokens is needed");
        }
    }

    private int Run(ParseResult parse, CommandContext context)
    {
        var keyPath = parse.GetRequiredValue(_key);
        var key = LicenseFiles.ReadSigningKey(keyPath);
        var (terms, _) = LicenseFiles.ReadLicense(parse.GetRequiredValue(_license), key, parse.GetValue(_oldKeys) ?? []);
        var now = context.Time.GetUtcNow().ToUnixTimeSeconds();
        var expires = parse.GetValue(_expires) ?? now + (long)TimeToInstall.TotalSeconds;
        if (key.Public.Scope.ProblemWith(terms with { IssuedAt = now }) is { } problem || Issuer(key, terms, out problem) || Late(expires, now, out problem)
            || Unlimited("requests", parse.GetValue(_requests), terms.Limits.Requests, out problem)
            || Unlimited("tokens", parse.GetValue(_tokens), terms.Limits.Tokens, out problem))
        {
            context.Error.WriteLine($"router license top-up: {problem}");
            return ExitCodes.Failed;
        }

        var id = LicenseIssueCommand.NewId("crd_");
        var adds = new JsonObject();
        Add(adds, "requests", parse.GetValue(_requests));
        Add(adds, "tokens", parse.GetValue(_tokens));
        var claims = new JsonObject
        {
            ["iss"] = terms.Issuer,
            ["jti"] = id,
            ["sub"] = terms.CustomerId,
            ["product"] = LicenseVerifier.Product,
            ["license"] = terms.Id,
            ["iat"] = now,
            ["exp"] = expires,
            ["adds"] = adds,
        };
        var path = parse.GetRequiredValue(_out);
        LicenseFiles.Write(path, EnvelopeType.Credit, claims, key, keyPath);
        Print(parse.GetValue(CommonOptions.Json), context, id, terms.Id, key.Public.Id, path, UtcText.OfSeconds(expires));
        return ExitCodes.Ok;
    }

    private static void Print(bool json, CommandContext context, string id, string licenseId, string keyId, string path, string expires)
    {
        if (!json)
        {
            context.Out.WriteLine($"Signed credit note {id} for licence {licenseId}, to be installed until {expires}: {path}");
            return;
        }

        JsonText.Print(context.Out, writer =>
        {
            writer.WriteString("credit_id", id);
            writer.WriteString("license_id", licenseId);
            writer.WriteString("kid", keyId);
            writer.WriteString("file", path);
            writer.WriteString("expires_at", expires);
        });
    }

    private static bool Issuer(SigningKey key, LicenseTerms terms, out string problem)
    {
        problem = $"the key belongs to {key.Public.Scope.Issuer}, and the licence is of {terms.Issuer}";
        return key.Public.Scope.Issuer is { } bound && bound != terms.Issuer;
    }

    private static bool Late(long expires, long now, out string problem)
    {
        problem = "--exp is over";
        return expires <= now;
    }

    // A credit note adds to a total and to nothing else.
    private static bool Unlimited(string name, long? amount, VolumeLimit limit, out string problem)
    {
        problem = $"the licence has no limit {name}.total that --{name} could add to, so the credit note would change nothing";
        return amount is not null && limit.Total is null;
    }

    private static void Add(JsonObject adds, string name, long? amount)
    {
        if (amount is { } there)
        {
            adds[name] = there;
        }
    }
}
