// Runs one command line and keeps what it printed.
using System.CommandLine;
using Router.Commands;

namespace Router.Tests.Commands;

/// <summary>The exit code and both outputs of one run.</summary>
internal sealed record CommandLineRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs <c>router ARGS</c> with no environment variables but those given.</summary>
    internal static async Task<CommandLineRun> OfAsync(
        string[] args,
        TimeProvider? time = null,
        IReadOnlyDictionary<string, string>? environment = null,
        Func<CommandContext, Command>? extra = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CommandContext(
            output, error, time ?? TimeProvider.System, name => environment?.GetValueOrDefault(name));
        var code = await RouterCommand.InvokeAsync(args, context, extra is null ? null : [extra(context)]);
        return new CommandLineRun(code, output.ToString(), error.ToString());
    }
}
