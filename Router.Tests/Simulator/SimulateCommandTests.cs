// router simulate serves the simulator until it is stopped.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Commands;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class SimulateCommandTests
{
    [Fact]
    public async Task Prints_its_address_and_the_faults_and_ends_well_when_stopped()
    {
        using var stop = new CancellationTokenSource();
        var written = new SignallingWriter("Ctrl-C ends it.");
        var run = Run(["--listen", "http://127.0.0.1:0"], written, TextWriter.Null, stop.Token);
        await written.Seen;
        await stop.CancelAsync();

        (await run).Should().Be(0);
        written.ToString().Should().Contain("listens on http://127.0.0.1:").And.Contain("sim-429-once");
    }

    [Fact]
    public async Task Prints_json_when_asked()
    {
        using var stop = new CancellationTokenSource();
        var written = new SignallingWriter("}}");
        var run = SimulateCommand.Serve(Context(written, TextWriter.Null), new Uri("http://localhost:0"), asJson: true, stop.Token);
        await written.Seen;
        await stop.CancelAsync();

        (await run).Should().Be(0);
        JsonNode.Parse(written.ToString())!["faults"]!["sim-500"].Should().NotBeNull();
    }

    [Fact]
    public async Task Says_that_seeding_a_ledger_is_not_available()
    {
        using var error = new StringWriter();
        (await Run(["--seed-ledger", "5"], TextWriter.Null, error, default)).Should().Be(2);
        error.ToString().Should().Contain("not available in this version");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://127.0.0.1:1")]
    [InlineData("http://example.com:1")]
    public void Refuses_an_address_it_cannot_listen_on(string address)
    {
        var parse = SimulateCommand.Create(Context(TextWriter.Null, TextWriter.Null)).Parse(["--listen", address]);
        parse.Errors.Should().ContainSingle();
    }

    private static Task<int> Run(string[] args, TextWriter output, TextWriter error, CancellationToken stop) =>
        SimulateCommand.Create(Context(output, error)).Parse(args).InvokeAsync(cancellationToken: stop);

    private static CommandContext Context(TextWriter output, TextWriter error) => new(output, error, TimeProvider.System, _ => null);

    /// <summary>Tells when a text has been written.</summary>
    private sealed class SignallingWriter(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Seen => _seen.Task;

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            if (ToString().Contains(awaited, StringComparison.Ordinal))
            {
                _seen.TrySetResult();
            }

            return Task.CompletedTask;
        }
    }
}
