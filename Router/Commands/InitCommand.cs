// router init: a first configuration with its tokens.
using System.CommandLine;

namespace Router.Commands;

/// <summary>Does what the first start does, without serving.</summary>
internal static class InitCommand
{
    /// <summary>The verb.</summary>
    internal static Command Create(CommandContext context)
    {
        var command = new Command("init", "Write a first configuration with a caller token and an admin token");
        command.SetAction(parse => Run(parse, context));
        return command;
    }

    private static int Run(ParseResult parse, CommandContext context)
    {
        // Every other command would go on reading this one, so a second beside it would be of no use.
        var read = CommonOptions.ConfigPath(parse, context);
        if (File.Exists(read))
        {
            context.Error.WriteLine($"router init: {read} is there already; it is left as it is");
            return ExitCodes.Failed;
        }

        var made = Bootstrap.Run(CommonOptions.NamedPath(parse, context) ?? Bootstrap.DefaultPath, context);
        if (parse.GetValue(CommonOptions.Json))
        {
            context.Out.WriteLine(Bootstrap.Json(made));
        }
        else
        {
            Bootstrap.Print(made, context.Out);
            Bootstrap.PrintRequests(
                made, new Uri("http://127.0.0.1:8080"), new Uri("http://127.0.0.1:8081"),
                $"Serve with it, then try it:{Environment.NewLine}{Environment.NewLine}router serve --config '{made.ConfigPath}'", context.Out);
        }

        return ExitCodes.Ok;
    }
}
