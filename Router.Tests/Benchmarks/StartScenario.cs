// From the start of the program to its first answer from an upstream.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Router.Inference;
using Router.Tests.Support;

namespace Router.Tests.Benchmarks;

internal static class StartScenario
{
    public const string Name = "start";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Between two questions: asking more often takes the processor from what is measured.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="given">The program that <c>--router</c> named, or null: then the published file, or what was built.</param>
    public static async Task RunAsync(BenchRun run, RouterBinary? given)
    {
        var table = run.Report.Table(Name, "s");
        if (run.Router is null)
        {
            table.Absent("no router to measure");
            return;
        }

        var binary = given ?? RouterBinary.Published() ?? RouterBinary.Find();
        await using var router = new RouterProcess(BenchRun.ConfigurationFor(run.Direct.Port), binary);

        // The first start makes the ledger and brings the file into the system's cache; it is not counted.
        await MeasureAsync(router, run.Cancellation);
        var times = new List<double>();
        for (var start = 0; start < run.Plan.Starts; start++)
        {
            times.Add(await MeasureAsync(router, run.Cancellation));
        }

        table.Below($"first answer after ({binary.Kind})", "0.000", 0.6, BenchReport.Median(times));
    }

    private static async Task<double> MeasureAsync(RouterProcess router, CancellationToken cancellation)
    {
        var target = new LoadTarget("router", router.Address.Port, RouterProcess.CallerToken, 0);
        var request = target.Request(BenchLoad.Same(Dialect.OpenAIChat, MockAnswer.Whole));
        var start = Stopwatch.GetTimestamp();
        await router.LaunchAsync();
        while (!await ListensAsync(target.Port) || !await AnswersAsync(target, request, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!router.IsRunning || Stopwatch.GetElapsedTime(start) > Limit)
            {
                throw new InvalidOperationException("The router does not start:" + Environment.NewLine + router.Log);
            }

            await Task.Delay(Pause, cancellation);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await router.StopAsync();
        return seconds;
    }

    /// <summary>Asks without an exception for each no: hundreds of them would take the processor from what is measured.</summary>
    private static async Task<bool> ListensAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        attempt.Completed += (_, _) => over.SetResult();
        if (socket.ConnectAsync(attempt))
        {
            await over.Task;
        }

        return attempt.SocketError == SocketError.Success;
    }

    private static async Task<bool> AnswersAsync(LoadTarget target, byte[] request, CancellationToken cancellation)
    {
        try
        {
            using var connection = await LoadConnection.OpenAsync(target.Port);
            await connection.ExchangeAsync(request, cancellation);
            return connection.Answer.Status == 200;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }
}
