// The verbs of this program, and what each is called with.
using System.Runtime.InteropServices;
using Router.Tests.Benchmarks;
using Router.Tests.Conformance;
using Router.Tests.Fuzz;
using Router.Tests.KillLoop;

namespace Router.Tests.Verbs;

internal static class VerbTable
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    private const string Help = """
        Router.Tests: what is not a unit test (those run with `dotnet test`).

          conformance DIR [--router FILE] [--schemas DIR] [--cell "CALLER -> UPSTREAM"] [--refusals]
                                                    runs the recordings in DIR through the dialect cells, or one; what the
                                                    router makes is held to the schemas (../specs/sdk-schemas/closed from DIR);
                                                    --refusals tells which requests are refused, and why
          bench [NAME...] [--router FILE] [--dialects D,...] [--quick] [--lean] [--no-router]
                                                    unary, latency, stream, translated, sizes, slow, memory, start; each
                                                    against its baseline, in chat, responses and messages or those named;
                                                    translated: every two of them, against the caller's dialect on both sides;
                                                    --lean: the lightest mock and load, for the strictest direct baseline
          killloop [--rounds N] [--seed N] [--router FILE]
                                                    kills a router under load again and again, and counts its ledger
          fuzz [framer [DIR] | translators [DIR] | laws] [--executions N] [--seed N]
                                                    mutated event streams against the framer and the readers; mutated requests, answers and
                                                    streams, of DIR when there is one, against the translators; the laws of
                                                    translation on made-up cases; without a word the first two

        The router is the built one, or the published file that --router or ROUTER_BINARY names.
        Exit code: 0 done, 1 something did not hold or failed, 2 wrong usage.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stopping));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stopping));
        try
        {
            return await RunAsync(args, stopping.Token);
        }
        catch (UsageException error)
        {
            await Console.Error.WriteLineAsync($"{error.Message}{Environment.NewLine}{Environment.NewLine}{Help}");
            return WrongUsage;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("stopped");
            return Failed;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or TimeoutException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return Failed;
        }
    }

    private static Task<int> RunAsync(string[] args, CancellationToken stopping)
    {
        if (args is [] or ["help", ..] || args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            return PrintHelp();
        }

        string[] rest = args[1..];
        return args[0] switch
        {
            "bench" => BenchVerb.RunAsync(new Arguments(rest, ["--router", "--dialects"], ["--quick", "--lean", "--no-router"]), stopping),
            "conformance" => ConformanceVerb.RunAsync(new Arguments(rest, ["--router", "--schemas", "--cell"], ["--refusals"]), stopping),
            "killloop" => KillLoopVerb.RunAsync(new Arguments(rest, ["--rounds", "--seed", "--router"], []), stopping),
            "fuzz" => FuzzVerb.RunAsync(new Arguments(rest, ["--executions", "--seed"], []), stopping),
            "mock" => HiddenVerbs.MockAsync(new Arguments(rest, ["--text-bytes", "--events"], [])),
            "bare" => HiddenVerbs.BareAsync(new Arguments(rest, ["--upstream"], [])),
            var other => throw new UsageException($"there is no verb {other}"),
        };
    }

    private static Task<int> PrintHelp()
    {
        Console.WriteLine(Help);
        return Task.FromResult(0);
    }

    /// <summary>The verb ends by itself, so that every process it started is ended too.</summary>
    private static void Stop(PosixSignalContext context, CancellationTokenSource stopping)
    {
        context.Cancel = true;
        stopping.Cancel();
    }
}
