// `router check`: is the configuration good?
using System.CommandLine;
using System.Text;
using Router.Configuration;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Lists every problem of the configuration with its line and path; exits 1 when there is one.</summary>
internal static class CheckCommand
{
    internal static Command Create(CommandContext context)
    {
        var command = new Command("check", "List every problem of the configuration with its line and path");
        command.SetAction(parse =>
        {
            var path = Path.GetFullPath(CommonOptions.ConfigPath(parse, context));
            var result = ConfigurationLoader.Load(path, context.Environment);
            if (KeyFileProblems.Of(path, context.Environment) is { Count: > 0 } ofKeys)
            {
                result = result with { Snapshot = null, Problems = [.. result.Problems.Concat(ofKeys).OrderBy(problem => problem.Line)] };
            }
            else if (result.Snapshot is { } snapshot)
            {
                result = result with { Warnings = [.. result.Warnings, .. OfLicense(snapshot, context)] };
            }

            context.Out.Write(parse.GetValue(CommonOptions.Json) ? Json(result) : Plain(result));
            return result.Snapshot is null ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>What the licence does not cover of a good configuration; it blocks use, never the start.</summary>
    private static IEnumerable<ConfigurationProblem> OfLicense(RouterSnapshot snapshot, CommandContext context)
    {
        var facts = LicenseOutside.Of(snapshot, context.Time).FactsOf(snapshot.License.Path);
        var (judgement, blocked) = (facts.Judgement, facts.Blocked);
        return judgement.Code is { } code
            ? [new ConfigurationProblem(0, "license", $"its state is {judgement.State.Word()}: every request is answered with {code} ('router license status' tells why)")]
            : blocked.Select(item => new ConfigurationProblem(0, "license", $"{item.What} {item.Name} needs {item.Needs} ({item.Code})"));
    }

    private static string Plain(LoadResult result)
    {
        var text = new StringBuilder();
        foreach (var problem in result.Problems)
        {
            text.AppendLine(problem.ToString());
        }

        foreach (var warning in result.Warnings)
        {
            text.Append("warning: ").AppendLine(warning.ToString());
        }

        return text.AppendLine(
            result.Snapshot is { } good
                ? $"ok: {Counted.Of(good.Providers.Count, "provider")}, {Counted.Of(good.Groups.Length, "group")}, {Counted.Of(good.Callers.Count, "caller")}"
                : Counted.Of(result.Problems.Length, "problem")).ToString();
    }

    private static string Json(LoadResult result) => JsonText.Line(writer =>
    {
        writer.WriteBoolean("ok", result.Snapshot is not null);
        ConfigurationProblem.Write(writer, "problems", result.Problems);
        ConfigurationProblem.Write(writer, "warnings", result.Warnings);
    }) + Environment.NewLine;
}
