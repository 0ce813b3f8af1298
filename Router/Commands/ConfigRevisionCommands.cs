// `router config revisions` and `router config rollback N`.
using System.CommandLine;
using Router.Configuration;
using Router.Ledger;
using Router.Storage;

namespace Router.Commands;

/// <summary>
/// Work on the ledger and the file, beside a running router or without one: a router that runs sees the file change and takes it up under
/// the number of the revision.
/// </summary>
internal static class ConfigRevisionCommands
{
    private static readonly Option<string?> Ledger = new("--ledger")
    {
        Description = "The ledger, when the configuration is too broken to name it (default: data/ledger.db or ledger.db beside it)",
        HelpName = "FILE",
    };

    /// <summary>Lists the accepted configurations.</summary>
    internal static Command CreateRevisions(CommandContext context)
    {
        var command = new Command("revisions", "List the accepted configurations") { Ledger };
        command.SetAction(parse => Open(parse, context) is { } log ? List(parse, context, log) : ExitCodes.Failed);
        return command;
    }

    /// <summary>Puts a revision back into the file.</summary>
    internal static Command CreateRollback(CommandContext context)
    {
        var revision = NumberOption.Argument("N", "The number of the revision, from `router config revisions`");
        var command = new Command("rollback", "Put an earlier configuration back into the file, with today's secrets") { revision, Ledger };
        command.SetAction(parse => Open(parse, context) is { } log
            ? Rollback(parse.GetRequiredValue(revision), parse, context, log)
            : ExitCodes.Failed);
        return command;
    }

    private static RevisionLog? Open(ParseResult parse, CommandContext context)
    {
        var path = CommonOptions.ConfigPath(parse, context);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var ledger = parse.GetValue(Ledger)
            ?? Named(ConfigurationLoader.Load(path, context.Environment))
            ?? Array.Find([Path.Combine(folder, "data", "ledger.db"), Path.Combine(folder, "ledger.db")], File.Exists);
        if (ledger is not null && File.Exists(ledger))
        {
            return new RevisionLog(new SqliteDatabase(ledger), context.Time);
        }

        var missing = File.Exists(path) ? "" : $"there is no configuration file {path}, and ";
        context.Error.WriteLine($"router config: {missing}there is no ledger to read revisions from; name it with --ledger FILE");
        return null;
    }

    private static string? Named(LoadResult loaded) =>
        loaded.Problems.Any(problem => CommandNeeds.Concern(CommandNeeds.Ledger, problem)) ? null : loaded.Draft?.Ledger.Path;

    private static int List(ParseResult parse, CommandContext context, RevisionLog log)
    {
        var all = log.List();
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonText.Print(context.Out, json =>
            {
                json.WriteStartArray("revisions");
                foreach (var entry in all)
                {
                    json.WriteStartObject();
                    json.WriteNumber("revision", entry.Number);
                    json.WriteString("accepted_at", Time(entry));
                    json.WriteString("by", entry.By);
                    json.WriteBoolean("active", entry.Active);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return ExitCodes.Ok;
        }

        foreach (var entry in all)
        {
            context.Out.WriteLine($"{entry.Number,6}  {Time(entry)}  {entry.By}{(entry.Active ? "  (active)" : "")}");
        }

        return ExitCodes.Ok;
    }

    private static int Rollback(int revision, ParseResult parse, CommandContext context, RevisionLog log)
    {
        var path = CommonOptions.ConfigPath(parse, context);
        if (log.Text(revision) is not { } redacted)
        {
            context.Error.WriteLine($"router config rollback: there is no revision {revision}; `router config revisions` lists them");
            return ExitCodes.Failed;
        }

        var current = ConfigurationFile.Read(path).Text ?? "";
        var (text, missing) = RevisionRestore.Restore(redacted, current);
        var problems = missing;
        if (text is not null)
        {
            problems = ConfigurationLoader.LoadText(text, Path.GetDirectoryName(Path.GetFullPath(path))!, context.Environment).Problems;
        }

        if (text is null || !problems.IsEmpty)
        {
            context.Error.WriteLine($"router config rollback: revision {revision} cannot be put back:");
            foreach (var problem in problems)
            {
                context.Error.WriteLine($"  {problem}");
            }

            return ExitCodes.Failed;
        }

        // A running router sees no change in a file that stays as it is: what is in force under another number keeps that one.
        var number = log.List().FirstOrDefault(entry => entry.Active)?.Number is { } active && log.Text(active) == redacted ? active : revision;
        try
        {
            // In one step with the ledger: a running router that sees the file before would number it anew.
            log.Activate(number, "command", () =>
            {
                ConfigurationFile.Replace(path, text);
                return true;
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine($"router config rollback: {path} cannot be replaced: {failure.Message}");
            return ExitCodes.Failed;
        }

        var previous = path + ".previous";
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonText.Print(context.Out, json =>
            {
                json.WriteNumber("revision", number);
                json.WriteString("config", path);
                json.WriteString("previous", previous);
            });
        }
        else
        {
            var known = number == revision ? "" : $", which is in force as revision {number}";
            context.Out.WriteLine($"{path} holds revision {revision} again{known}; what it held before is in {previous}");
        }

        return ExitCodes.Ok;
    }

    private static string Time(Revision entry) => UtcText.OfMilliseconds(entry.AcceptedAt);
}
