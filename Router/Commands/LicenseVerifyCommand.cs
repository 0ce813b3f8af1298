// router license verify: is a licence to be believed, and what is it worth now?
using System.CommandLine;
using System.Text;
using Router.Configuration;
using Router.Licensing;

namespace Router.Commands;

/// <summary>
/// One line a file. Without <c>--config</c> nothing of this machine is judged: no binding, no lease, no clock mark, no revocations. What was
/// looked at is said behind them; with <c>--json</c> on the standard error, so that every line is a file's.
/// </summary>
internal static class LicenseVerifyCommand
{
    private const string NotLooked = "not looked at: binding, leases, clock mark, revocations (--config names a deployment)";

    internal static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Licences", Arity = ArgumentArity.OneOrMore };
        var keys = new Option<string[]>("--key") { Description = "Believe these public keys (JWK) and no other", HelpName = "PUBLIC" };
        var command = new Command("verify", "Check licences; with --config also whether they are for this deployment") { files, keys };
        command.SetAction(parse =>
        {
            RouterSnapshot? snapshot = null;
            if (parse.GetValue(CommonOptions.Config) is { Length: > 0 } && (snapshot = CommandConfiguration.Load(parse, context)) is null)
            {
                return ExitCodes.Failed;
            }

            var trusted = Keys(parse.GetValue(keys) ?? [], snapshot);
            var (verifier, now) = (new LicenseVerifier(trusted), context.Time.GetUtcNow().ToUnixTimeSeconds());
            var (outside, json, ok) = (snapshot is null ? null : new LicenseOutside(snapshot, trusted, context.Time), parse.GetValue(CommonOptions.Json), true);
            foreach (var file in parse.GetRequiredValue(files))
            {
                var license = verifier.LicenseAt(file);
                var judgement = LicenseJudge.Judge(outside?.Survey.SituationOf(license) ?? new LicenseSituation { License = license, Now = now });
                ok &= judgement.State.Serves();
                context.Out.WriteLine(json ? Json(file, license, judgement) : Plain(file, license, judgement));
            }

            (json ? context.Error : context.Out).WriteLine(outside?.Looked() ?? NotLooked);
            return ok ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    /// <summary>The keys to believe: those given, else those of the configuration, else the built-in ones.</summary>
    /// <exception cref="IOException">One of them cannot be used.</exception>
    internal static TrustedKeys Keys(string[] given, RouterSnapshot? snapshot)
    {
        if (given.Length > 0)
        {
            return new TrustedKeys(KeySource.Configured, LicenseFiles.ReadPublicKeys(given));
        }

        var (keys, problem) = TrustedKeys.Load(snapshot is null ? [] : snapshot.License.TrustedKeys);
        return keys ?? throw new IOException(problem);
    }

    private static string Plain(string file, Verified<LicenseTerms> license, LicenseJudgement judgement)
    {
        var text = new StringBuilder($"{file}: {judgement.Words}");
        if (license.Refusal is { } refusal)
        {
            text.Append(": ").Append(refusal.Detail);
        }
        else if (license.Value is { } terms)
        {
            text.Append(": licence ").Append(terms.Id).Append(" of ").Append(terms.CustomerName).Append(", until ").Append(UtcText.OfSeconds(terms.ExpiresAt));
        }

        return text.ToString();
    }

    private static string Json(string file, Verified<LicenseTerms> license, LicenseJudgement judgement) => JsonText.Line(json =>
    {
        json.WriteString("file", file);
        json.WriteBoolean("ok", judgement.State.Serves());
        json.WriteString("state", judgement.State.Word());
        json.WriteString("code", judgement.Code);
        json.WriteString("reason", judgement.Reason);
        json.WriteString("license_id", license.Value?.Id);
        json.WriteString("kid", license.Value?.KeyId);
    });
}
