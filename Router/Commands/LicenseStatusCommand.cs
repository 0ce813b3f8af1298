// router license status: how a deployment's licence stands.
using System.CommandLine;
using Router.Configuration;
using Router.Licensing;
using Router.Reports;

namespace Router.Commands;

/// <summary>
/// What <c>GET /admin/license</c> tells, from outside: with <c>--json</c> the same members. Exits 1 when the licence does not serve.
/// </summary>
internal static class LicenseStatusCommand
{
    private const string Outside = "judged as a start would judge it now; GET /admin/license tells what a running router has in force";

    internal static Command Create(CommandContext context)
    {
        var command = new Command("status", "Show the licence of a deployment, its limits and what is used of them");
        command.SetAction(parse => CommandConfiguration.Load(parse, context) is { } snapshot
            ? Run(snapshot, parse.GetValue(CommonOptions.Json), context)
            : ExitCodes.Failed);
        return command;
    }

    private static int Run(RouterSnapshot snapshot, bool json, CommandContext context)
    {
        var outside = LicenseOutside.Of(snapshot, context.Time);
        var facts = outside.FactsOf(snapshot.License.Path);
        if (json)
        {
            JsonText.Print(context.Out, writer => LicenseFactsJson.Write(writer, facts));
        }
        else
        {
            Print(facts, context);
        }

        var notes = json ? context.Error : context.Out;
        notes.WriteLine(outside.Looked());
        notes.WriteLine(Outside);
        return facts.Judgement.State.Serves() ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>The rows of the report <c>license</c> that are of now, a line for each.</summary>
    private static void Print(LicenseFacts facts, CommandContext context)
    {
        context.Out.WriteLine(LicenseLead.Of(facts));
        foreach (var (name, value) in LicenseReportRows.Lines(facts))
        {
            context.Out.WriteLine($"{name}: {value}");
        }
    }
}
