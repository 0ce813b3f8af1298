// Loads the configuration for a command.
using System.Collections.Immutable;
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
            Refuse(path, result.Problems, context);
        }

        return result.Snapshot;
    }

    /// <summary>
    /// The same for a command that needs a part of the file: a problem elsewhere is told in one line and stops nothing. What is not needed
    /// may have its default in the snapshot.
    /// </summary>
    /// <param name="needs">One of <see cref="CommandNeeds"/>.</param>
    internal static RouterSnapshot? LoadFor(ImmutableArray<string> needs, ParseResult parse, CommandContext context)
    {
        var path = CommonOptions.ConfigPath(parse, context);
        LoadResult result = ConfigurationLoader.Load(path, context.Environment);
        var stops = result.Draft is null ? result.Problems : [.. result.Problems.Where(problem => CommandNeeds.Concern(needs, problem))];
        if (!stops.IsEmpty)
        {
            Refuse(path, stops, context);
            return null;
        }

        if (!result.Problems.IsEmpty)
        {
            context.Error.WriteLine(
                $"router: warning: the configuration {path} has {Counted.Of(result.Problems.Length, "problem")} that this command does not depend on; 'router check' lists them");
        }

        return result.Draft;
    }

    private static void Refuse(string path, ImmutableArray<ConfigurationProblem> problems, CommandContext context)
    {
        context.Error.WriteLine($"router: the configuration {path} does not hold:");
        foreach (ConfigurationProblem problem in problems)
        {
            context.Error.WriteLine($"  {problem}");
        }
    }
}
