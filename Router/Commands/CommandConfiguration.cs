// Loads the configuration for a command.
using System.CommandLine;
using Router.Configuration;

namespace Router.Commands;

/// <summary>What commands do that need the configuration but are not about it.</summary>
internal static class CommandConfiguration
{
    /// <summary>The snapshot of the file that the command line names; null when it does not hold, with every problem printed.</summary>
    internal static RouterSnapshot? Load(ParseResult parse, CommandContext context)
    {
        var path = CommonOptions.ConfigPath(parse, context);
        LoadResult result = ConfigurationLoader.Load(path, context.Environment);
        if (result.Snapshot is null)
        {
            context.Error.WriteLine($"router: the configuration {path} does not hold:");
            foreach (ConfigurationProblem problem in result.Problems)
            {
                context.Error.WriteLine($"  {problem}");
            }
        }

        return result.Snapshot;
    }
}
