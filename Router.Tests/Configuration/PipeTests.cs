// A pipe in place of a file keeps nobody waiting.
using System.Diagnostics;
using System.IO.Pipes;
using FluentAssertions;
using Router.Configuration;
using Router.Tests.Support;

namespace Router.Tests.Configuration;

public sealed class PipeTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task A_named_pipe_is_no_configuration()
    {
        var pipe = MakePipe();
        File.CreateSymbolicLink(_folder["link"], pipe);

        foreach (var path in new[] { pipe, _folder["link"] })
        {
            var result = await Task.Run(() => ConfigurationLoader.Load(path, _ => null)).WaitAsync(Patience.Limit);

            result.Problems.Should().ContainSingle().Which.Message.Should().Contain("is empty, or no regular file");
        }
    }

    [UnixFact]
    public async Task A_named_pipe_is_no_secret_and_no_certificate()
    {
        MakePipe();
        const string Text = "providers: { p: { base_url: https://h, api_key: \"file:pipe\", tls: { ca: pipe } } }";

        var result = await Task.Run(() => ConfigurationLoader.LoadText(Text, _folder.Path, _ => null)).WaitAsync(Patience.Limit);

        result.Problems.Select(problem => problem.Path).Should().Equal("providers.p.api_key", "providers.p.tls.ca");
        result.Problems.Should().OnlyContain(problem => problem.Message.Contains("no regular file"));
    }

    [UnixFact]
    public async Task A_named_pipe_does_not_stop_the_watcher()
    {
        var pipe = MakePipe();

        var fingerprint = await Task.Run(() => ConfigurationFile.Fingerprint(pipe, [pipe])).WaitAsync(Patience.Limit);

        fingerprint.Should().NotBeEmpty();
    }

    [UnixFact]
    public void What_a_shell_hands_over_as_a_pipe_is_read()
    {
        using var written = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var path = $"/dev/fd/{written.ClientSafePipeHandle.DangerousGetHandle()}";
        written.Write("server: { drain: 7s }"u8);
        var fingerprint = ConfigurationFile.Fingerprint(path, []);
        using var read = Task.Run(() => ConfigurationLoader.Load(path, _ => null));
        written.SafePipeHandle.Dispose();

        read.GetAwaiter().GetResult().Snapshot!.Server.Drain.Should().Be(TimeSpan.FromSeconds(7));
        ConfigurationFile.Fingerprint(path, []).Should().Be(fingerprint);
    }

    private string MakePipe()
    {
        using var make = Process.Start("mkfifo", _folder["pipe"]);
        make.WaitForExit();
        return _folder["pipe"];
    }
}
