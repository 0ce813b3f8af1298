// router verify: is the ledger whole and right?
using System.CommandLine;
using Router.Configuration;
using Router.Ledger;
using Router.Storage;

namespace Router.Commands;

/// <summary>Checks the ledger of the configuration, also beside a running router; exit code 1 when anything does not hold.</summary>
internal static class VerifyCommand
{
    internal static Command Create(CommandContext context)
    {
        var command = new Command("verify", "Check the chain, the sums and the rollups of the ledger");
        command.SetAction(parse => CommandConfiguration.LoadFor(CommandNeeds.Ledger, parse, context) is { } snapshot
            ? Run(snapshot, parse.GetValue(CommonOptions.Json), context)
            : ExitCodes.Failed);
        return command;
    }

    private static int Run(RouterSnapshot snapshot, bool json, CommandContext context)
    {
        if (!File.Exists(snapshot.Ledger.Path))
        {
            context.Error.WriteLine($"router: there is no ledger at {snapshot.Ledger.Path}");
            return ExitCodes.Failed;
        }

        var database = new SqliteDatabase(snapshot.Ledger.Path, snapshot.Ledger.SurvivePowerCut);
        var findings = new LedgerVerifier(database, context.Time, rows => context.Error.WriteLine($"{rows} rows checked …")).Run();
        var waiting = WaitingRequests.Count(snapshot.Server.DataDirectory, database);
        if (json)
        {
            PrintJson(findings, waiting, context);
        }
        else
        {
            PrintText(findings, waiting, context);
        }

        return findings.Ok ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void PrintText(LedgerFindings findings, WaitingRequests waiting, CommandContext context)
    {
        foreach (var problem in findings.Problems)
        {
            var where = problem.Seq is { } seq ? $"row {seq} ({problem.RequestId}): " : "";
            context.Out.WriteLine(where + problem.Text);
        }

        if (findings.ProblemCount > findings.Problems.Count)
        {
            context.Out.WriteLine($"… and {findings.ProblemCount - findings.Problems.Count} more");
        }

        context.Out.WriteLine($"{Counted.Of(findings.Rows, "row")} checked, {Counted.Of(waiting.Open, "request")} open, {waiting.Unwritten} settled but not written yet");
        context.Out.WriteLine(findings.Ok ? "The ledger holds." : $"The ledger does not hold: {Counted.Of(findings.ProblemCount, "problem")}.");
    }

    private static void PrintJson(LedgerFindings findings, WaitingRequests waiting, CommandContext context) =>
        JsonText.Print(context.Out, writer =>
        {
            writer.WriteBoolean("ok", findings.Ok);
            writer.WriteNumber("rows", findings.Rows);
            writer.WriteNumber("open", waiting.Open);
            writer.WriteNumber("unwritten", waiting.Unwritten);
            writer.WriteNumber("problem_count", findings.ProblemCount);
            writer.WriteStartArray("problems");
            foreach (var problem in findings.Problems)
            {
                writer.WriteStartObject();
                if (problem.Seq is { } seq)
                {
                    writer.WriteNumber("seq", seq);
                    writer.WriteString("request_id", problem.RequestId);
                }

                writer.WriteString("problem", problem.Text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
}
