// What --version does.
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Router.Commands;

/// <summary>Prints the version of this program, and nothing else runs.</summary>
internal sealed class PrintVersion(CommandContext context) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The version without the commit behind it.</summary>
    internal static string Version =>
        typeof(PrintVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        context.Out.WriteLine(Version);
        return ExitCodes.Ok;
    }
}
