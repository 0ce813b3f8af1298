// The verb `conformance`: recordings through the dialect cells, a table, and each failure in a line.
using Router.Tests.Conformance.OpenResponses;
using Router.Tests.Conformance.Schemas;
using Router.Tests.Support;
using Router.Tests.Verbs;

namespace Router.Tests.Conformance;

internal static class ConformanceVerb
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        if (arguments.Words is not [var folder])
        {
            throw new UsageException("conformance takes one folder of recordings");
        }

        var recordings = RecordingFolder.Read(folder);
        var binary = arguments.Text("--router") is { } file ? RouterBinary.Find(file) : null;
        var table = new ConformanceTable();
        var schemas = new SchemaSet(arguments.Text("--schemas") ?? Path.Combine(folder, "..", "specs", "sdk-schemas", "closed"));
        foreach (var cell in Cell.All.Where(cell => arguments.Text("--cell") is not { } wanted || cell.Name == wanted))
        {
            await using var run = new ConformanceRun(cell, [.. cell.Cases(recordings, folder)], schemas, binary);
            await run.StartAsync();
            await run.RunAsync(result => Tell(cell, result, table, arguments.Has("--refusals")), cancellation);
        }

        await RunOpenResponsesAsync(Path.Combine(folder, "..", "specs"), binary, table, cancellation);
        Console.WriteLine();
        table.Print(Console.Out);
        Console.WriteLine($"{table.Passed} passed, {table.Failed} failed");
        return table.Failed == 0 ? 0 : 1;
    }

    /// <summary>The specifications lie beside the recordings; whoever has none of them is told so.</summary>
    private static async Task RunOpenResponsesAsync(string specifications, RouterBinary? binary, ConformanceTable table, CancellationToken cancellation)
    {
        if (OpenResponsesSchema.Read(specifications) is not { } schema)
        {
            Console.WriteLine($"no Open Responses specification in {Path.GetFullPath(specifications)}: nothing is held against it");
            return;
        }

        await OpenResponsesRun.RunAsync(
            schema,
            binary,
            (row, name, fault) =>
            {
                table.Count(row, Delivery.All[0].Name, fault is null);
                if (fault is not null)
                {
                    Console.WriteLine($"failed: {row}, {name}: {fault}");
                }
            },
            cancellation);
    }

    private static void Tell(Cell cell, CheckResult result, ConformanceTable table, bool withRefusals)
    {
        table.Count(cell, result);
        if (result.Fault is not null)
        {
            Console.WriteLine($"failed: {cell.Name}, {result.Case.Name}, {result.Column}: {result.Fault}");
        }
        else if (withRefusals && result.Refusal is not null)
        {
            Console.WriteLine($"refused: {cell.Name}, {result.Case.Name}: {result.Refusal}");
        }
    }
}
