// router license check: what would a licence block of this configuration?
using System.CommandLine;
using Router.Configuration;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Lists groups, callers, reports and limits that the licence does not cover; exits 1 when there is one.</summary>
internal static class LicenseCheckCommand
{
    internal static Command Create(CommandContext context)
    {
        var candidate = new Option<string?>("--license") { Description = "A licence to try instead of the one that the configuration names", HelpName = "CANDIDATE" };
        var command = new Command("check", "List what a licence would block of the configuration") { candidate };
        command.SetAction(parse => CommandConfiguration.Load(parse, context) is { } snapshot
            ? Run(snapshot, parse.GetValue(candidate) ?? snapshot.License.Path, parse.GetValue(CommonOptions.Json), context)
            : ExitCodes.Failed);
        return command;
    }

    private static int Run(RouterSnapshot snapshot, string path, bool json, CommandContext context)
    {
        var outside = LicenseOutside.Of(snapshot, context.Time);
        var facts = outside.FactsOf(path);
        var (judgement, blocked) = (facts.Judgement, facts.Blocked);
        if (json)
        {
            JsonText.Print(context.Out, writer =>
            {
                writer.WriteString("state", judgement.State.Word());
                writer.WriteStartArray("blocked");
                foreach (var item in blocked)
                {
                    writer.WriteStartObject();
                    writer.WriteString("what", item.What);
                    writer.WriteString("name", item.Name);
                    writer.WriteString("needs", item.Needs);
                    writer.WriteString("code", item.Code);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        }
        else
        {
            context.Out.WriteLine($"state: {judgement.Words}");
            foreach (var item in blocked)
            {
                context.Out.WriteLine($"{item.What} {item.Name}: needs {item.Needs} ({item.Code})");
            }

            context.Out.WriteLine(blocked.Count == 0 ? "nothing is blocked" : $"blocked: {blocked.Count}");
        }

        (json ? context.Error : context.Out).WriteLine(outside.Looked());
        return blocked.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>The licence that the configuration names; null when it is not to be believed.</summary>
    internal static LicenseTerms? Terms(RouterSnapshot snapshot) =>
        new LicenseVerifier(LicenseVerifyCommand.Keys([], snapshot)).LicenseAt(snapshot.License.Path).Value;
}
