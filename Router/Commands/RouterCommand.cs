// The root of the command line: every verb, and what happens around it.
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Router.Configuration;

namespace Router.Commands;

/// <summary>Parses a command line, runs the verb, and turns wrong usage and expected failures into one line and an exit code.</summary>
internal static class RouterCommand
{
    // In the order of the help.
    private static readonly Func<CommandContext, Command>[] Verbs =
    [
        ServeCommand.Create,
        InitCommand.Create,
        CheckCommand.Create,
        TokenCommand.Create,
        LicenseCommand.Create,
        ReportCommand.Create,
        NotBuilt("accept", "Try a running router on every surface"),
        NotBuilt("probe", "Try the targets of a group against their providers"),
        SimulateCommand.Create,
        NotBuilt("backup", "Copy the ledger while it is in use"),
        NotBuilt("restore", "Put a backup in the ledger's place"),
        VerifyCommand.Create,
        NotBuilt("retention", "Remove what is older than the configuration keeps"),
        NotBuilt("diagnostics", "Write a bundle for support"),
        ConfigCommand.Create,
    ];

    // Common options stand in every root that is made, and adding an option to a parent is not safe on two threads.
    private static readonly Lock Building = new();

    /// <summary>Runs one command line and returns the exit code.</summary>
    /// <param name="extra">Verbs that come from elsewhere; one with the name of a verb in the table takes its place.</param>
    internal static async Task<int> InvokeAsync(string[] args, CommandContext context, IEnumerable<Command>? extra = null)
    {
        Command root = Build(context, extra ?? []);

        // No termination timeout: a verb that serves ends in its own time (it drains); the others may simply be ended.
        var configuration = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            ParseResult parse = root.Parse(args);
            return parse.Errors.Count > 0 ? WrongUsage(parse, context) : await parse.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(context, e.Message).ConfigureAwait(false);
        }
        catch (ArgumentException e) when (e.ParamName == "path")
        {
            // What opens files has no other word for it; an argument of another name is a bug.
            await context.Error.WriteLineAsync("router: a path is empty or holds a character that no path may have; give the name of a file").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        catch (CryptographicException e)
        {
            return await FailAsync(context, $"a certificate or key cannot be used: {e.Message}").ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            return await FailAsync(context, DatabaseTrouble(e)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Failed;
        }
    }

    private static Command Build(CommandContext context, IEnumerable<Command> extra)
    {
        // Not RootCommand: that takes the name and version of whatever process it runs in.
        var root = new Command("router", "A self-hosted router for language models: one endpoint, many providers, every request accounted for.");
        var replaced = extra.ToDictionary(command => command.Name, StringComparer.Ordinal);
        lock (Building)
        {
            root.Options.Add(CommonOptions.Config);
            root.Options.Add(CommonOptions.Json);
        }

        root.Options.Add(new HelpOption());
        root.Options.Add(new Option<bool>("--version") { Description = "Print the version", Action = new PrintVersion(context) });
        foreach (var create in Verbs)
        {
            var command = create(context);
            root.Subcommands.Add(replaced.Remove(command.Name, out Command? given) ? given : command);
        }

        foreach (Command command in replaced.Values)
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static Func<CommandContext, Command> NotBuilt(string verb, string description) =>
        context => NotBuiltCommand.Create(verb, description, context);

    private static int WrongUsage(ParseResult parse, CommandContext context)
    {
        var path = string.Join(' ', Names(parse));
        var command = parse.CommandResult.Command;
        var problem = parse.UnmatchedTokens.Count > 0 && command.Subcommands.Count > 0
            ? Unknown(parse.UnmatchedTokens[0], command)
            : string.Join("; ", parse.Errors.Select(error => error.Message.TrimEnd('.')).Distinct());
        context.Error.WriteLine($"{path}: {problem} (see {path} --help)");
        return ExitCodes.Usage;
    }

    private static string Unknown(string word, Command command)
    {
        var near = Spelling.Nearest(word, command.Subcommands.Select(verb => verb.Name));
        return near is null ? $"there is no verb '{word}'" : $"there is no verb '{word}'; did you mean '{near}'?";
    }

    private static Stack<string> Names(ParseResult parse)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = parse.CommandResult; at is not null; at = at.Parent)
        {
            names.Push(((CommandResult)at).Command.Name);
        }

        return names;
    }

    private static async Task<int> FailAsync(CommandContext context, string message)
    {
        await context.Error.WriteLineAsync($"router: {message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
        return ExitCodes.Failed;
    }

    private static string DatabaseTrouble(SqliteException e) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "the ledger is busy; try again in a moment",
        SQLitePCL.raw.SQLITE_CANTOPEN => "the ledger cannot be opened; check ledger.path and the rights of its folder",
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT => "the ledger is damaged or no SQLite database; restore a backup",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => "the ledger may not be written by this user",
        SQLitePCL.raw.SQLITE_FULL => "the disk of the ledger is full",
        _ => $"the ledger failed: {e.Message}",
    };
}
