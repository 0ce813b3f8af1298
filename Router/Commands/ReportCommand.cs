// router report: a report in the terminal.
using System.Buffers;
using System.CommandLine;
using System.Text;
using Router.Configuration;
using Router.Licensing;
using Router.Reports;

namespace Router.Commands;

/// <summary>
/// The reports of the admin surface, read beside a router that may be running, with the same parameters, formats and rights. As Markdown
/// unless another format is asked for.
/// </summary>
internal static class ReportCommand
{
    internal static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "Of the report" };
        var command = new Command("report", "Print a report over the ledger") { name };
        var parameters = ReportParameters.All.Select(parameter => (Parameter: parameter, Option: OptionOf(parameter))).ToList();
        foreach (var (_, option) in parameters)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parse, _) =>
        {
            var given = parameters
                .Select(one => (one.Parameter, Values: parse.GetValue(one.Option) ?? []))
                .Where(one => one.Values.Length > 0)
                .ToDictionary(one => one.Parameter, one => one.Values, StringComparer.Ordinal);
            given.TryAdd(ReportParameters.Format, [(parse.GetValue(CommonOptions.Json) ? ReportFormat.Json : ReportFormat.Markdown).Word()]);
            var report = parse.GetRequiredValue(name);
            return !ReportFeatures.Knows(report) ? Refuse(context, $"there is no report {report}; there are {string.Join(", ", ReportFeatures.Free.Concat(ReportFeatures.Licensed))}")
                : ReportParameters.FormatOf(given, out var problem) is not { } format ? Refuse(context, problem!)
                : CommandConfiguration.LoadFor(CommandNeeds.Report, parse, context) is { } snapshot ? await RunAsync(report, format, given, snapshot, context).ConfigureAwait(false)
                : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string name, ReportFormat format, Dictionary<string, string[]> given, RouterSnapshot snapshot, CommandContext context)
    {
        var outside = LicenseOutside.Of(snapshot, context.Time);
        var missing = ReportFeatures.Missing(name, format.IsExport(), outside.Survey.ReadableFeatures);
        if (missing != LicenseFeatures.None)
        {
            await context.Error.WriteLineAsync($"router report: {BlockedItems.FeatureMissing}: the licence does not have the feature {FeatureNames.Of(missing)}").ConfigureAwait(false);
            return ExitCodes.Failed;
        }

        var catalogue = new ReportCatalogue(new LicenseReport(() => outside.FactsOf(snapshot.License.Path), outside.Ledger));
        if (catalogue.Find(name) is not { } report)
        {
            return Refuse(context, $"the report {name} is not available in this version");
        }

        if (ReportParameters.Read(report, format, given, context.Time.GetUtcNow().ToUnixTimeMilliseconds(), out var problem) is not { } query)
        {
            return Refuse(context, problem!);
        }

        if (!outside.Survey.HasLedger)
        {
            await context.Error.WriteLineAsync($"router report: there is no ledger at {snapshot.Ledger.Path}").ConfigureAwait(false);
            return ExitCodes.Failed;
        }

        var buffer = new ArrayBufferWriter<byte>();
        await ReportOutput.WriteAsync(report, report.Read(query), query, format, buffer, async () =>
        {
            await context.Out.WriteAsync(Encoding.UTF8.GetString(buffer.WrittenSpan)).ConfigureAwait(false);
            buffer.Clear();
        }).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static Option<string[]> OptionOf(string parameter) => new($"--{parameter.Replace('_', '-')}") { Description = DescriptionOf(parameter) };

    private static string DescriptionOf(string parameter) => parameter switch
    {
        "from" => "Begin of the period, such as 2026-11-01T00:00:00Z",
        "to" => "End of the period; now when it is left out",
        "since" => "Begin of the period as a duration, such as 24h or 30d",
        "group_by" => "Dimensions to sum by, with commas between",
        "filter" => "dimension:value, as often as wanted",
        "interval" => "hour, day or month",
        "order" => "A column; with a - before it, the largest first",
        "limit" => "The most rows of a page of json",
        "cursor" => "The next_cursor of the page before",
        _ => $"One of {string.Join(", ", ReportFormats.Words)}; md when it is left out",
    };

    private static int Refuse(CommandContext context, string problem)
    {
        context.Error.WriteLine($"router report: {problem}");
        return ExitCodes.Usage;
    }
}
