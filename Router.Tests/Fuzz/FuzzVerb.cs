// The verb `fuzz`: damaged streams, requests and answers, and the laws of translation, for as many executions as are asked for.
using System.Text;
using Router.Tests.Conformance;
using Router.Tests.Laws;
using Router.Tests.Verbs;

namespace Router.Tests.Fuzz;

internal static class FuzzVerb
{
    private const int Default = 100_000;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellation)
    {
        var executions = arguments.Number("--executions", Default);
        var seed = arguments.Number("--seed", 1, least: 0);
        var outcomes = arguments.Words switch
        {
            [] => new[] { await FramerAsync([], executions, seed, cancellation), await TranslatorsAsync(FuzzCorpus.Own(), executions, seed, cancellation) },
            ["framer"] => [await FramerAsync([], executions, seed, cancellation)],
            ["framer", var folder] => [await FramerAsync(Recorded(folder), executions, seed, cancellation)],
            ["translators"] => [await TranslatorsAsync(FuzzCorpus.Own(), executions, seed, cancellation)],
            ["translators", var folder] => [await TranslatorsAsync(FuzzCorpus.Of(folder), executions, seed, cancellation)],
            ["laws"] => Laws(executions, seed, cancellation),
            _ => throw new UsageException("fuzz takes framer [DIR], translators [DIR] or laws"),
        };
        var passed = outcomes.Count(held => held);
        Console.WriteLine($"{passed} passed, {outcomes.Length - passed} failed");
        return passed == outcomes.Length ? 0 : 1;
    }

    private static byte[][] Recorded(string folder) => [.. RecordingFolder.Read(folder).Where(recording => recording.Stream).Select(recording => recording.Body)];

    private static Task<bool> FramerAsync(byte[][] recorded, int executions, int seed, CancellationToken cancellation)
    {
        byte[][] corpus = [.. StreamMutator.MadeUp, .. recorded];
        return FuzzLoop.RunAsync($"framer and readers of event streams, {corpus.Length} streams damaged", executions, seed, new EventStreamFuzz(corpus).Fault, cancellation);
    }

    private static Task<bool> TranslatorsAsync(IReadOnlyList<FuzzInput> corpus, int executions, int seed, CancellationToken cancellation)
    {
        var mutator = new TranslatorMutator(corpus);
        return FuzzLoop.RunAsync($"translators, {corpus.Count} inputs damaged", executions, seed, random =>
        {
            var input = mutator.Next(random);
            return TranslatorCheck.Fault(input, random) is { } fault
                ? $"{fault}\n{input.Kind} of {input.Dialect}: {Encoding.UTF8.GetString(input.Bytes)}\nhex: {Convert.ToHexStringLower(input.Bytes)}"
                : null;
        }, cancellation);
    }

    private static bool[] Laws(int cases, int seed, CancellationToken cancellation)
    {
        return [.. LawBook.All.Select(Holds)];

        bool Holds(Law law)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                law.Try(cases, (ulong)seed);
                Console.WriteLine($"{law.Name}: {cases} cases");
                return true;
            }
            catch (Exception error)
            {
                // FsCheck says the smallest case it found in the message of a plain exception.
                Console.WriteLine($"failed: {law.Name}: {error.Message}");
                return false;
            }
        }
    }
}
