// A start that cannot listen says why, in one line; a first one says its tokens, and what to send once it listens.
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> NamedWithNothing = new() { ["ROUTER_CONFIG"] = "" };

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

    [Fact]
    public async Task The_tokens_of_a_first_start_are_read_by_a_program_that_asks_for_json()
    {
        // In a process of its own, since the current folder belongs to all tests. Whether the usual ports are free does not matter to it.
        var router = RouterBinary.Find();
        await using var child = ChildProcess.Start(router.File, [.. router.Leading, "serve", "--json"], NamedWithNothing, _folder.Path);

        using var json = JsonDocument.Parse(await child.FirstLine);

        json.RootElement.GetProperty("caller_token").GetString().Should().StartWith("rtr_first_");
        json.RootElement.GetProperty("admin_token").GetString().Should().StartWith("rta_first-admin_");
    }

    [Fact]
    public async Task A_first_start_that_cannot_listen_gives_its_tokens_and_no_request_to_send()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            taken.Bind(new IPEndPoint(IPAddress.Loopback, 8080));
            taken.Listen();
        }
        catch (SocketException)
        {
            // Another program has it, which does as well.
        }

        var router = RouterBinary.Find();
        await using var child = ChildProcess.Start(router.File, [.. router.Leading, "serve"], NamedWithNothing, _folder.Path);

        await child.WaitAsync().Within();
        child.ExitCode.Should().Be(1);
        child.Output.Should().Contain("caller token  rtr_first_").And.NotContain("curl");
    }

    private Task<CommandLineRun> ServeAsync(string listen) => CommandLineRun.OfAsync(
        ["serve", "--log-level", "None", "--config", _folder.Write("router.yaml", $"server: {{ listen: \"{listen}\", admin_listen: \"http://127.0.0.1:0\" }}")]);
}
