// router license revoke: a list of licences that ended before their time.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Signs the old list with one entry more, under the next epoch.</summary>
internal sealed class LicenseRevokeCommand
{
    private readonly Option<string?> _list = new("--list") { Description = "The list before it; a first one is begun when absent", HelpName = "OLD" };
    private readonly Option<string> _key = LicenseFiles.KeyOption();
    private readonly Option<string> _out = LicenseFiles.OutOption();
    private readonly Option<string[]> _oldKeys = LicenseFiles.OldKeyOption();
    private readonly Option<string> _licenseId = new("--license-id") { Description = "The licence that ends", HelpName = "JTI", Required = true };

    private readonly Option<string> _status = new("--status")
    {
        Description = $"One of {string.Join(", ", RevocationReader.Statuses)}",
        HelpName = "STATUS",
        DefaultValueFactory = _ => RevocationReader.Statuses[0],
    };

    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the customer's administrators", HelpName = "TEXT" };
    private readonly Option<long?> _effective = UtcOption.Create("--effective", "From when on (default: now)");

    private LicenseRevokeCommand()
    {
    }

    internal static Command Create(CommandContext context)
    {
        var revoke = new LicenseRevokeCommand();
        var command = new Command("revoke", "Sign a revocation list with one more licence on it")
        {
            revoke._list, revoke._key, revoke._out, revoke._licenseId, revoke._status, revoke._reason, revoke._effective, revoke._oldKeys,
        };
        command.Validators.Add(revoke.CheckOptions);
        command.SetAction(parse => revoke.Run(parse, context));
        return command;
    }

    private void CheckOptions(CommandResult result)
    {
        if (result.GetValue(_licenseId) is { } id && !ClaimsObject.IsId(id))
        {
            result.AddError("--license-id takes 1 to 64 of A-Z a-z 0-9 _ . -");
        }

        if (result.GetValue(_status) is { } status && !RevocationReader.Statuses.Contains(status, StringComparer.Ordinal))
        {
            result.AddError($"--status takes {string.Join(", ", RevocationReader.Statuses)}");
        }

        if (result.GetValue(_reason) is { } reason && (reason.Length is 0 or > RevocationReader.MostText || reason.Any(char.IsControl)))
        {
            result.AddError($"--reason takes 1 to {RevocationReader.MostText} characters");
        }
    }

    private int Run(ParseResult parse, CommandContext context)
    {
        var keyPath = parse.GetRequiredValue(_key);
        var key = LicenseFiles.ReadSigningKey(keyPath);
        var now = context.Time.GetUtcNow().ToUnixTimeSeconds();
        var old = parse.GetValue(_list) is { } list ? ReadList(list, key, parse.GetValue(_oldKeys) ?? []) : new JsonObject();
        var epoch = (old["epoch"]?.GetValue<long>() ?? 0) + 1;
        var entries = old["entries"]?.DeepClone().AsArray() ?? [];
        var entry = new JsonObject { ["jti"] = parse.GetRequiredValue(_licenseId), ["status"] = parse.GetRequiredValue(_status) };
        if (parse.GetValue(_reason) is { } reason)
        {
            entry["reason"] = reason;
        }

        entry["effective"] = parse.GetValue(_effective) ?? now;
        entries.Add((JsonNode)entry);
        var claims = new JsonObject
        {
            // A key that belongs to nobody in particular stands for itself.
            ["iss"] = key.Public.Scope.Issuer ?? old["iss"]?.GetValue<string>() ?? key.Public.Id,
            ["product"] = LicenseVerifier.Product,
            ["epoch"] = epoch,
            ["iat"] = now,
            ["entries"] = entries,
        };
        if (key.Public.Scope.ProblemWithTime(now) is { } problem)
        {
            context.Error.WriteLine($"router license revoke: {problem}");
            return ExitCodes.Failed;
        }

        var path = parse.GetRequiredValue(_out);
        LicenseFiles.Write(path, EnvelopeType.Revocations, claims, key, keyPath);
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonText.Print(context.Out, writer =>
            {
                writer.WriteNumber("epoch", epoch);
                writer.WriteNumber("entries", entries.Count);
                writer.WriteString("kid", key.Public.Id);
                writer.WriteString("file", path);
            });
        }
        else
        {
            context.Out.WriteLine($"Signed revocation list of epoch {epoch} with {Counted.Of(entries.Count, "entry", "entries")}: {path}");
        }

        return ExitCodes.Ok;
    }

    // The list that is continued is read by its own key's word; what it says must hold, where it applies is the routers' matter.
    private static JsonObject ReadList(string path, SigningKey key, IEnumerable<string> oldKeys) => LicenseFiles.ReadSigned(
        path, [key.Public, .. LicenseFiles.ReadPublicKeys(oldKeys)], static (verifier, file) => verifier.Revocations(file, environment: null)).Claims;
}
