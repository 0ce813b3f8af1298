// `router config`: what concerns the configuration as such.
using System.CommandLine;
using Router.Configuration;

namespace Router.Commands;

/// <summary>Holds the verbs under <c>config</c>.</summary>
internal static class ConfigCommand
{
    internal static Command Create(CommandContext context)
    {
        var schema = new Command("schema", "Print the JSON Schema of the configuration, for editors");
        schema.SetAction(_ =>
        {
            context.Out.WriteLine(ConfigurationSchema.Json());
            return ExitCodes.Ok;
        });
        return new Command("config", "Schema, revisions and rollback of the configuration")
        {
            schema, ConfigRevisionCommands.CreateRevisions(context), ConfigRevisionCommands.CreateRollback(context),
        };
    }
}
