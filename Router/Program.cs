// The program: one command line; `serve` joins the rooms in Commands/RouterHost.cs.
using Router.Commands;

return await RouterCommand.InvokeAsync(
    args, new CommandContext(Console.Out, Console.Error, TimeProvider.System, Environment.GetEnvironmentVariable)).ConfigureAwait(false);
