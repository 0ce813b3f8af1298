// A start that cannot listen says why, in one line.
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_address_that_this_machine_does_not_have_ends_the_start_with_one_line()
    {
        // Of the range that is kept for documentation, so nobody's.
        var run = await ServeAsync("http://192.0.2.7:23001");

        run.ExitCode.Should().Be(1);
        run.Error.Should().StartWith("router: cannot listen on http://192.0.2.7:23001: ").And.EndWith("change server.listen in the configuration" + Environment.NewLine)
            .And.NotContain("another program");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_to_be()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            var run = await ServeAsync($"http://{host}:{((IPEndPoint)taken.LocalEndpoint).Port}");

            run.ExitCode.Should().Be(1);
            run.Error.Should().Contain("another program may use the port, then change server.listen");
        }
    }

    private Task<CommandLineRun> ServeAsync(string listen) => CommandLineRun.OfAsync(
        ["serve", "--log-level", "None", "--config", _folder.Write("router.yaml", $"server: {{ listen: \"{listen}\", admin_listen: \"http://127.0.0.1:0\" }}")]);
}
