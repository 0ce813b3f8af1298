// router init in a folder of its own: what it writes, and where it refuses.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> NamedWithNothing = new() { ["ROUTER_CONFIG"] = "" };

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("router.yaml")]
    [InlineData("data/router.yaml")]
    public async Task A_file_that_the_other_commands_would_read_is_named_and_nothing_is_written(string there)
    {
        _folder.Write(there, "mine");

        var (code, _, errors) = await RunAsync("init");

        code.Should().Be(1);
        errors.Should().StartWith($"router init: {there.Replace('/', Path.DirectorySeparatorChar)} is there already");
        _folder.Read(there).Should().Be("mine");
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Theory]
    [InlineData("init")]
    [InlineData("init", "--config", "")]
    public async Task A_name_that_is_empty_names_nothing(params string[] args)
    {
        var (code, output, errors) = await RunAsync(args);

        code.Should().Be(0, errors);
        output.Should().Contain("rtr_first_").And.Contain($"router serve --config '{Path.Combine(_folder.Path, "data", "router.yaml")}'");
        File.Exists(_folder["data/router.yaml"]).Should().BeTrue();
        if (!OperatingSystem.IsWindows())
        {
            // Keys may be written into it later.
            File.GetUnixFileMode(_folder["data/router.yaml"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(_folder["data"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>In a process of its own, since the current folder belongs to all tests.</summary>
    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var router = RouterBinary.Find();
        await using var child = ChildProcess.Start(router.File, [.. router.Leading, .. args], NamedWithNothing, _folder.Path);
        await child.WaitAsync();
        return (child.ExitCode, child.Output, child.Errors);
    }
}
