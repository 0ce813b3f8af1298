// router license issue: signs a licence.
using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Configuration;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Signs nothing that a router would refuse, and lists everything that stands in the way.</summary>
internal sealed class LicenseIssueCommand
{
    private readonly Option<string> _key = LicenseFiles.KeyOption();
    private readonly Option<string> _out = LicenseFiles.OutOption();
    private readonly Option<string> _in = new("--in") { Description = "The claims, as JSON; iat and jti are filled in when absent", HelpName = "CLAIMS.json", Required = true };

    private readonly Option<string?> _template =
        new("--template") { Description = $"Begin from a plan: {string.Join(", ", PlanTemplate.Names)}", HelpName = "NAME" };

    private LicenseIssueCommand()
    {
    }

    internal static Command Create(CommandContext context)
    {
        var issue = new LicenseIssueCommand();
        var command = new Command("issue", "Sign a licence") { issue._key, issue._in, issue._out, issue._template };
        command.Validators.Add(result =>
        {
            if (result.GetValue(issue._template) is { } name && !PlanTemplate.Names.Contains(name, StringComparer.Ordinal))
            {
                result.AddError($"--template takes {string.Join(", ", PlanTemplate.Names)}");
            }
        });
        command.SetAction(parse => issue.Run(parse, context));
        return command;
    }

    /// <summary>An id that no other licence has.</summary>
    internal static string NewId(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Signs and writes claims that hold; prints every problem of those that do not.</summary>
    internal static int Finish(
        string verb, JsonObject claims, string keyPath, SigningKey key, string path, CommandContext context, bool json, Action<Utf8JsonWriter>? more = null)
    {
        var problems = IssueCheck.License(JsonSerializer.SerializeToUtf8Bytes(claims, LicenseJson.Default.JsonObject), key.Public);
        foreach (var problem in problems)
        {
            context.Error.WriteLine($"router license {verb}: {problem}");
        }

        if (problems.Count > 0)
        {
            return ExitCodes.Failed;
        }

        LicenseFiles.Write(path, EnvelopeType.License, claims, key, keyPath);
        var id = claims["jti"]!.GetValue<string>();
        var expires = UtcText.OfSeconds(claims["exp"]!.GetValue<long>());
        if (json)
        {
            JsonText.Print(context.Out, writer =>
            {
                writer.WriteString("license_id", id);
                writer.WriteString("kid", key.Public.Id);
                writer.WriteString("file", path);
                writer.WriteString("expires_at", expires);
                more?.Invoke(writer);
            });
        }
        else
        {
            context.Out.WriteLine($"Signed licence {id}, good until {expires}: {path}");
        }

        return ExitCodes.Ok;
    }

    private int Run(ParseResult parse, CommandContext context)
    {
        var keyPath = parse.GetRequiredValue(_key);
        var key = LicenseFiles.ReadSigningKey(keyPath);
        var path = parse.GetRequiredValue(_in);
        var text = File.ReadAllBytes(path);
        using (var document = StrictJson.Parse(text, out var fault))
        {
            if (document is null)
            {
                context.Error.WriteLine($"router license issue: {path}: {fault}");
                return ExitCodes.Failed;
            }
        }

        var now = context.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = JsonNode.Parse(text)!.AsObject();
        claims["iss"] ??= key.Public.Scope.Issuer;
        if (claims["iss"] is null)
        {
            claims.Remove("iss"); // missing, and told so, rather than null
        }

        claims["jti"] ??= NewId("lic_");
        claims["iat"] ??= now;
        if (parse.GetValue(_template) is { } template)
        {
            claims = PlanTemplate.Find(template).With(claims, now);
        }

        return Finish("issue", claims, keyPath, key, parse.GetRequiredValue(_out), context, parse.GetValue(CommonOptions.Json));
    }
}
