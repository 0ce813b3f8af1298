// build.sh on a machine without the .NET SDK: it fetches it, or says what to do. A stand-in plays the install script.
using System.Diagnostics;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Architecture;

public sealed class BuildScriptTests : IDisposable
{
    private static readonly string[] Tools = ["bash", "cat", "cp", "dirname", "env", "grep", "ls", "mkdir", "mktemp", "rm", "sed"];

    private readonly TemporaryDirectory _folder = new();

    public BuildScriptTests()
    {
        foreach (var file in new[] { "build.sh", "global.json" })
        {
            File.Copy(RepositoryRoot.At(file), _folder[file]);
        }

        _folder.Write("install", """
            while [ $# -gt 0 ]; do
                [ "$1" = --install-dir ] && folder=$2
                [ "$1" = --version ] && version=$2
                shift
            done
            mkdir -p "$folder"
            printf '#!/usr/bin/env bash\necho "dotnet %s: $*"\n' "$version" >"$folder/dotnet"
            chmod +x "$folder/dotnet"
            """);
        _folder.Write("refuse", "echo no network >&2; exit 3");
    }

    public void Dispose() => _folder.Dispose();

    [UnixTheory]
    [InlineData("")]
    [InlineData("file://")]
    public async Task A_missing_sdk_is_fetched_into_the_folder_of_the_repository_and_then_used(string scheme)
    {
        var (exit, output, error) = await RunAsync(scheme + _folder["install"], "publish", "linux-x64");
        exit.Should().Be(0, error);
        output.Should().MatchRegex(@"dotnet 10\.0\.\d+: publish .*/Router/Router\.csproj .*--runtime linux-x64");
        error.Should().Contain("is not here; fetching it into");
        var again = await RunAsync("nowhere", "check");
        again.Exit.Should().Be(0, again.Error);
        again.Error.Should().BeEmpty("the fetched SDK is kept");
    }

    [UnixTheory]
    [InlineData("refuse")]
    [InlineData("not-there")]
    public async Task When_it_cannot_be_fetched_the_message_says_which_from_where_and_which_variable(string script)
    {
        var (exit, output, error) = await RunAsync(_folder[script], "run");
        exit.Should().Be(1);
        output.Should().BeEmpty();
        error.Should().MatchRegex(@"The \.NET SDK 10\.0\.\d+ could not be fetched")
            .And.Contain("https://dotnet.microsoft.com/download/dotnet/10.0")
            .And.Contain("ROUTER_DOTNET_INSTALL_URL");
    }

    [UnixTheory]
    [InlineData("")]
    [InlineData("frobnicate")]
    public async Task A_missing_or_unknown_verb_prints_the_usage_and_exits_2(string verb)
    {
        var (exit, output, error) = await RunAsync("nowhere", verb.Length == 0 ? [] : [verb]);
        (exit, output).Should().Be((2, ""));
        error.Should().StartWith("usage: ./build.sh VERB");
    }

    [UnixTheory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("test", "--help")]
    [InlineData("test", "-h")]
    [InlineData("publish", "--help")]
    [InlineData("check", "-h")]
    public async Task Asked_for_help_it_prints_the_usage_and_does_nothing_else(params string[] arguments)
    {
        var (exit, output, error) = await RunAsync("nowhere", arguments);
        (exit, error).Should().Be((0, ""));
        output.Should().StartWith("usage: ./build.sh VERB");
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string installUrl, params string[] arguments)
    {
        var tools = Directory.CreateDirectory(_folder["tools"]).FullName;
        foreach (var tool in Tools.Append("chmod").Where(tool => !File.Exists(Path.Combine(tools, tool))))
        {
            var real = new[] { "/bin", "/usr/bin" }.Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(tools, tool), real);
        }

        var start = new ProcessStartInfo("/usr/bin/env", ["bash", _folder["build.sh"], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Clear();
        start.Environment["PATH"] = tools;
        start.Environment["ROUTER_DOTNET_INSTALL_URL"] = installUrl;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().Within();
        return (process.ExitCode, await output, await error);
    }
}
