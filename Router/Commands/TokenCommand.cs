// router token: makes, lists and ends tokens.
using System.CommandLine;
using Router.Callers;

namespace Router.Commands;

/// <summary>The verb <c>token</c> with its own verbs. All but <c>new</c> work on the ledger that the configuration names, beside a running router.</summary>
internal static class TokenCommand
{
    internal static Command Create(CommandContext context) =>
        new("token", "Make, list, rotate and revoke tokens")
        {
            TokenIssueCommand.Create(context),
            TokenNewCommand.Create(context),
            TokenListCommand.Create(context),
            CreateRotate(context),
            CreateChange(
                context, "revoke", "End every token of an id, for good", "Revoked", (store, id) => store.Revoke(id)),
            CreateChange(
                context, "disable", "Refuse the token of an id until it is enabled again", "Disabled", (store, id) => store.Disable(id)),
            CreateChange(
                context, "enable", "Let a disabled token in again", "Enabled", (store, id) => store.Enable(id)),
        };

    /// <summary>Reads an option that holds a duration; an error of the command line when it holds none.</summary>
    internal static Option<TimeSpan?> DurationOption(string name, string description)
    {
        var option = new Option<TimeSpan?>(name)
        {
            Description = description,
            HelpName = "DURATION",
            CustomParser = result =>
            {
                if (LifetimeText.TryParse(result.Tokens[0].Value, out TimeSpan duration))
                {
                    return duration;
                }

                result.AddError($"{name} takes a duration such as 90d, 12h or 30m, from 1s to 36500d");
                return null;
            },
        };
        return option;
    }

    private static Command CreateRotate(CommandContext context)
    {
        Argument<string> id = IdArgument();
        Option<TimeSpan?> grace = DurationOption("--grace", "How long the old token stays good, for example 1h (default: not at all)");
        var command = new Command("rotate", "Replace the token of an id by a new one with the same rights and lifetime") { id, grace };
        command.SetAction(parse => OpenTokens.Run(parse, context, store =>
        {
            TokenChange change = store.Rotate(parse.GetRequiredValue(id), parse.GetValue(grace));
            return TokenPrinter.Print(change, parse.GetValue(CommonOptions.Json), context);
        }));
        return command;
    }

    private static Command CreateChange(
        CommandContext context, string verb, string description, string done, Func<TokenStore, string, TokenChange> change)
    {
        Argument<string> id = IdArgument();
        var command = new Command(verb, description) { id };
        command.SetAction(parse => OpenTokens.Run(parse, context, store =>
            TokenPrinter.Print(change(store, parse.GetRequiredValue(id)), done, parse.GetValue(CommonOptions.Json), context)));
        return command;
    }

    private static Argument<string> IdArgument() => new("ID") { Description = "The caller or administrator, or the id of one token" };
}
