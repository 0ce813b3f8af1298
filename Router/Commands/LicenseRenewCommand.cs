// router license renew: the next licence of a customer.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Router.Configuration;

namespace Router.Commands;

/// <summary>The old claims with a new id and new times; prints what differs.</summary>
internal sealed class LicenseRenewCommand
{
    private readonly Option<string> _license = new("--license") { Description = "The licence before it", HelpName = "OLD", Required = true };
    private readonly Option<string> _key = LicenseFiles.KeyOption();
    private readonly Option<string> _out = LicenseFiles.OutOption();
    private readonly Option<string[]> _oldKeys = LicenseFiles.OldKeyOption();
    private readonly Option<long?> _expires = UtcOption.Create("--exp", "When it ends");
    private readonly Option<TimeSpan?> _validFor = TokenCommand.DurationOption("--valid-for", "How long it is good from now on, for example 365d");
    private readonly Option<TimeSpan?> _grace = TokenCommand.DurationOption("--grace", "How long it serves beyond its end (default: as the old one)");

    private LicenseRenewCommand()
    {
    }

    internal static Command Create(CommandContext context)
    {
        var renew = new LicenseRenewCommand();
        var command = new Command("renew", "Sign the next licence of a customer: the old claims with new times")
        {
            renew._license, renew._key, renew._out, renew._expires, renew._validFor, renew._grace, renew._oldKeys,
        };
        command.Validators.Add(renew.CheckTimes);
        command.SetAction(parse => renew.Run(parse, context));
        return command;
    }

    private void CheckTimes(CommandResult result)
    {
        if ((result.GetResult(_expires) is null) == (result.GetResult(_validFor) is null))
        {
            result.AddError("one of --exp and --valid-for is needed");
        }
    }

    private int Run(ParseResult parse, CommandContext context)
    {
        var keyPath = parse.GetRequiredValue(_key);
        var key = LicenseFiles.ReadSigningKey(keyPath);
        var (terms, old) = LicenseFiles.ReadLicense(parse.GetRequiredValue(_license), key, parse.GetValue(_oldKeys) ?? []);
        var now = context.Time.GetUtcNow().ToUnixTimeSeconds();
        var expires = parse.GetValue(_expires) ?? now + Seconds(parse.GetValue(_validFor)!.Value);
        var claims = old.DeepClone().AsObject();
        claims["jti"] = LicenseIssueCommand.NewId("lic_");
        claims["renews"] = terms.Id;
        claims["iat"] = now;
        claims["nbf"] = now;
        claims["exp"] = expires;
        claims["grace_until"] = expires + (parse.GetValue(_grace) is { } grace ? Seconds(grace) : terms.GraceUntil - terms.ExpiresAt);

        // Read only once the claims hold: a time that is none cannot be shown.
        var changes = claims.Where(claim => !JsonNode.DeepEquals(claim.Value, old[claim.Key]))
            .Select(claim => (Claim: claim.Key, Old: Shown(claim.Key, old[claim.Key]), New: Shown(claim.Key, claim.Value)));
        var json = parse.GetValue(CommonOptions.Json);
        var code = LicenseIssueCommand.Finish("renew", claims, keyPath, key, parse.GetRequiredValue(_out), context, json, writer =>
        {
            writer.WriteStartArray("changes");
            foreach (var change in changes)
            {
                writer.WriteStartObject();
                writer.WriteString("claim", change.Claim);
                writer.WriteString("old", change.Old);
                writer.WriteString("new", change.New);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        foreach (var change in code == ExitCodes.Ok && !json ? changes : [])
        {
            context.Out.WriteLine($"  {change.Claim}: {change.Old} -> {change.New}");
        }

        return code;
    }

    private static long Seconds(TimeSpan duration) => (long)duration.TotalSeconds;

    private static string Shown(string claim, JsonNode? value) =>
        value is null ? "none"
        : claim is "iat" or "nbf" or "exp" or "grace_until" ? UtcText.OfSeconds(value.GetValue<long>())
        : value.GetValue<string>();
}
