// The programs that the benchmarks start as processes of their own: the mock upstream and the bare pass-through.
using System.Globalization;
using Router.Tests.Support;
using Router.Tests.Verbs;

namespace Router.Tests.Benchmarks;

/// <summary>Each prints its port as its first line and ends when its standard input does, so that none outlives the benchmark.</summary>
internal static class HiddenVerbs
{
    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "Router.Tests.dll");

    /// <summary>
    /// Sockets complete on the thread that waits for them: fewer switches between threads, for programs that never block. It takes effect
    /// when set before the first socket is used.
    /// </summary>
    public static KeyValuePair<string, string> InlineCompletions { get; } = new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <param name="lean">With <see cref="InlineCompletions"/>.</param>
    public static ChildProcess StartMock(int events, bool lean) => ChildProcess.Start(
        DotnetHost.Path,
        [Assembly, "mock", "--events", events.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string>(lean ? [InlineCompletions] : []));

    public static ChildProcess StartBare(int upstreamPort) => ChildProcess.Start(
        DotnetHost.Path, [Assembly, "bare", "--upstream", upstreamPort.ToString(CultureInfo.InvariantCulture)], RouterRuntime());

    /// <summary>The port that a started mock or pass-through listens at.</summary>
    public static async Task<int> PortAsync(ChildProcess child) => int.Parse(await child.FirstLine, CultureInfo.InvariantCulture);

    public static async Task<LoadTarget> BareTargetAsync(ChildProcess bare) =>
        new("bare", await PortAsync(bare), RouterProcess.CallerToken, bare.Id);

    public static async Task<int> MockAsync(Arguments arguments)
    {
        await using var mock = new MockUpstream(new MockAnswers(arguments.Number("--text-bytes", 400), arguments.Number("--events", 200, MockAnswers.FewestEvents)));
        Console.WriteLine(mock.Port);
        await UntilInputEndsAsync();
        return 0;
    }

    public static async Task<int> BareAsync(Arguments arguments)
    {
        using var stopping = new CancellationTokenSource();
        var serving = BarePassThrough.RunAsync(arguments.Number("--upstream", 0), Console.WriteLine, stopping.Token);
        await Task.WhenAny(serving, UntilInputEndsAsync());
        await stopping.CancelAsync();
        await serving;
        return 0;
    }

    /// <summary>The settings of the router's own runtime configuration.</summary>
    private static Dictionary<string, string> RouterRuntime() => new()
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "1",
        ["DOTNET_TieredPGO"] = "1",
    };

    private static Task UntilInputEndsAsync() => Task.Run(() =>
    {
        while (Console.In.Read() >= 0)
        {
            // Nobody writes; the end is what counts.
        }
    });
}
