// router token issue: a token for a caller or an administrator.
using System.CommandLine;
using System.CommandLine.Parsing;
using Router.Callers;
using Router.Configuration;

namespace Router.Commands;

/// <summary>Makes a token in the ledger and prints it once; good on the next request of a running router.</summary>
internal sealed class TokenIssueCommand
{
    private readonly Option<bool> _admin = new("--admin") { Description = "Make an admin token" };
    private readonly Option<string> _id = new("--id") { Description = "Names the caller or administrator", HelpName = "ID", Required = true };
    private readonly Option<string?> _user = new("--user") { Description = "The user that usage is counted for; required without --admin", HelpName = "U" };
    private readonly Option<string?> _project = new("--project") { Description = "The project that usage is counted for; required without --admin", HelpName = "P" };

    private readonly Option<string?> _environment =
        new("--environment") { Description = "The environment that usage is counted for, such as production; required without --admin", HelpName = "E" };

    private readonly Option<string?> _allow = new("--allow") { Description = "The groups it may use, or * for all; required without --admin", HelpName = "G1,G2" };

    private readonly Option<string?> _role =
        new("--role") { Description = "What it may do: viewer, auditor, operator, admin, metrics; required with --admin", HelpName = "ROLE[,ROLE]" };

    private readonly Option<string?> _scope = new("--scope") { Description = "With --admin: nothing outside this", HelpName = "PROJECT/ENVIRONMENT" };
    private readonly Option<TimeSpan?> _expires = TokenCommand.DurationOption("--expires", "Its lifetime, for example 90d (default: for ever)");

    private TokenIssueCommand()
    {
    }

    internal static Command Create(CommandContext context)
    {
        var issue = new TokenIssueCommand();
        var command = new Command("issue", "Make a token and print it once")
        {
            issue._admin, issue._id, issue._user, issue._project, issue._environment, issue._allow, issue._role, issue._scope, issue._expires,
        };
        command.Validators.Add(issue.CheckOptions);
        command.SetAction(parse => OpenTokens.Run(CommandNeeds.Issue, parse, context, (store, snapshot) => issue.Run(parse, context, store, snapshot)));
        return command;
    }

    private int Run(ParseResult parse, CommandContext context, TokenStore store, RouterSnapshot snapshot)
    {
        TokenFacts facts = Facts(parse.CommandResult);
        facts = facts with { Allow = TokenRules.WithoutAliases(facts.Allow, snapshot) };
        IReadOnlyList<string> problems = [.. TokenRules.Check(facts, snapshot), .. LicenseProblems(facts, snapshot, store)];
        foreach (var problem in problems)
        {
            context.Error.WriteLine($"router token issue: {problem}");
        }

        return problems.Count > 0
            ? ExitCodes.Failed
            : TokenPrinter.Print(store.Issue(facts, parse.GetValue(_expires)), parse.GetValue(CommonOptions.Json), context);
    }

    /// <summary>One caller more than the licence allows is not registered.</summary>
    private static IEnumerable<string> LicenseProblems(TokenFacts facts, RouterSnapshot snapshot, TokenStore store)
    {
        if (facts.Kind != TokenKind.Caller || LicenseCheckCommand.Terms(snapshot)?.Limits.MaxCallers is not { } most)
        {
            yield break;
        }

        var callers = CallerRanks.InOrder(snapshot, store.CallerIds());
        if (!callers.Contains(facts.Id, StringComparer.Ordinal) && callers.Count >= most)
        {
            yield return $"license_limit_exceeded: the licence limits max_callers to {most}, and there are {callers.Count}";
        }
    }

    /// <summary>As they are written; a group may stand there by an alias.</summary>
    private TokenFacts Facts(CommandResult parse)
    {
        var id = parse.GetRequiredValue(_id);
        if (parse.GetValue(_admin))
        {
            _ = TokenRows.TryParseRoles(parse.GetValue(_role)!, out AdminRoles roles);
            return TokenFacts.OfAdmin(id, roles, parse.GetValue(_scope) ?? "");
        }

        string[] allow = parse.GetValue(_allow)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return TokenFacts.OfCaller(
            id,
            parse.GetValue(_user)!,
            parse.GetValue(_project)!,
            parse.GetValue(_environment)!,
            [.. allow]);
    }

    // Which options belong together depends on --admin, which the parser cannot know by itself.
    private void CheckOptions(CommandResult result)
    {
        Option[] ofCaller = [_user, _project, _environment, _allow];
        Option[] ofAdmin = [_role, _scope];
        var admin = result.GetValue(_admin);
        foreach (Option option in admin ? ofCaller : ofAdmin)
        {
            if (result.GetResult(option) is not null)
            {
                result.AddError(admin ? $"{option.Name} does not go with --admin" : $"{option.Name} needs --admin");
            }
        }

        // The id too, which the parser would ask for only once nothing else is missing.
        foreach (Option option in (Option[])[_id, .. admin ? [_role] : ofCaller])
        {
            if (result.GetResult(option) is null)
            {
                result.AddError($"Option '{option.Name}' is required");
            }
        }

        if (admin && result.GetResult(_role) is { Tokens: [var role] } && !TokenRows.TryParseRoles(role.Value, out _))
        {
            result.AddError("--role takes viewer, auditor, operator, admin and metrics, separated by commas");
        }

        // A name that is written wrong is so under every configuration: wrong usage, and not a token that may not be made here.
        foreach (var problem in result.Errors.Any() ? [] : TokenRules.CheckNames(Facts(result)))
        {
            result.AddError(problem);
        }
    }
}
