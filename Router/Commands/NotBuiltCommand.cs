// A verb that this version does not have.
using System.CommandLine;

namespace Router.Commands;

/// <summary>Stands in the list of verbs, takes any arguments, says that it is not available and exits 2.</summary>
internal static class NotBuiltCommand
{
    internal static Command Create(string verb, string description, CommandContext context)
    {
        var command = new Command(verb, description + " (not in this version)") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(_ =>
        {
            context.Error.WriteLine($"router {verb} is not available in this version");
            return ExitCodes.Usage;
        });
        return command;
    }
}
