// router simulate: the simulated provider alone.
using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Router.Simulator;

namespace Router.Commands;

/// <summary>Serves <see cref="SimulatorServer"/> until it is told to stop, for trying a deployment without keys.</summary>
internal static class SimulateCommand
{
    private const string DefaultAddress = "http://127.0.0.1:8090";

    internal static Command Create(CommandContext context)
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Where to listen; port 0 takes any free port",
            HelpName = "URL",
            DefaultValueFactory = _ => DefaultAddress,
        };
        listen.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !SimulatorServer.CanListenOn(uri)
                || uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            {
                result.AddError($"--listen: '{text}' is not http://IP:PORT or http://localhost:PORT");
            }
        });
        var seed = NumberOption.Create("--seed-ledger", "Fill a ledger with N made-up rows (not in this version)", int.MaxValue);
        var days = NumberOption.Create("--days", "Over how many days the made-up rows lie (not in this version)", 36_500, "D");
        var command = new Command("simulate", "Serve the simulated provider alone") { listen, seed, days };
        command.SetAction(async (parse, stop) =>
        {
            if (parse.GetValue(seed) is not null || parse.GetValue(days) is not null)
            {
                await context.Error.WriteLineAsync("router simulate --seed-ledger is not available in this version");
                return ExitCodes.Usage;
            }

            return await Serve(context, new Uri(parse.GetValue(listen)!), parse.GetValue(CommonOptions.Json), stop);
        });
        return command;
    }

    /// <summary>Serves until <paramref name="stop"/>; the exit code.</summary>
    internal static async Task<int> Serve(CommandContext context, Uri listen, bool asJson, CancellationToken stop)
    {
        try
        {
            await using var server = await SimulatorServer.StartAsync(listen, context.Time, null, stop);
            await context.Out.WriteLineAsync((asJson ? Json(server.Address) : Text(server.Address)).AsMemory(), stop);
            await context.Out.FlushAsync(stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM: the way this verb ends.
        }
        catch (SocketException exception)
        {
            await context.Error.WriteLineAsync($"router simulate: cannot listen on {listen}: {exception.Message}");
            return ExitCodes.Failed;
        }

        return ExitCodes.Ok;
    }

    private static string Text(Uri address)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The simulated provider listens on {address}")
            .AppendLine()
            .AppendLine("Any model name answers. These names misbehave:");
        foreach (var fault in SimulatorFaults.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {fault.Model,-22}{fault.Does}");
        }

        return text.AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"Behind such a name {SimulatorFaults.Once}, as in sim-429{SimulatorFaults.Once}: on the first call of a client session only, else of a body.")
            .Append("Ctrl-C ends it.").ToString();
    }

    private static string Json(Uri address) => JsonText.Line(json =>
    {
        json.WriteString("address", address.ToString());
        json.WriteStartObject("faults");
        foreach (var fault in SimulatorFaults.All)
        {
            json.WriteString(fault.Model, fault.Does);
        }

        json.WriteEndObject();
    });
}
