// What --version does.
using System.CommandLine;
using System.CommandLine.Invocation;

namespace Router.Commands;

/// <summary>Prints the version of this program, and nothing else runs.</summary>
internal sealed class PrintVersion(CommandContext context) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.GetValue(CommonOptions.Json))
        {
            JsonText.Print(context.Out, writer => writer.WriteString("version", RouterHost.Version));
            return ExitCodes.Ok;
        }

        context.Out.WriteLine(RouterHost.Version);
        return ExitCodes.Ok;
    }
}
