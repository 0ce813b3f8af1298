// router serve: the router itself.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Console;
using Router.Configuration;
using Router.Storage;

namespace Router.Commands;

/// <summary>Serves until SIGINT or SIGTERM; SIGHUP reads the configuration again. Without any configuration it makes a first one.</summary>
internal static class ServeCommand
{
    /// <summary>The verb.</summary>
    internal static Command Create(CommandContext context)
    {
        var level = new Option<LogLevel>("--log-level")
        {
            Description = "Least level that is logged",
            DefaultValueFactory = _ => LogLevel.Information,
            CustomParser = ReadLevel,
        };
        var command = new Command("serve", "Serve callers and administrators") { level };
        command.SetAction((parse, cancellation) => RunAsync(parse, context, parse.GetValue(level), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CommandContext context, LogLevel level, CancellationToken cancellation)
    {
        // From the start to the end: one that nobody takes would end the process, also in the middle of its last answers.
        RouterHost? serving = null;
        using var hangUp = OnHangUp(() => serving?.HangUp());

        var path = CommonOptions.ConfigPath(parse, context);
        Bootstrap.Made? made = null;
        if (!File.Exists(path) && CommonOptions.NamedPath(parse, context) is null)
        {
            made = Bootstrap.Run(Bootstrap.DefaultPath, context);
            path = made.ConfigPath;
        }

        // What the start needs next is loaded on another processor while the configuration is read.
        var opening = Task.Run(() => Logging(level), CancellationToken.None);
        _ = Task.Run(SqliteDatabase.Rehearse, CancellationToken.None);
        var loaded = ConfigurationLoader.Load(path, context.Environment);
        using var logging = await opening.ConfigureAwait(false);
        if (loaded.Snapshot is null)
        {
            await context.Error.WriteLineAsync($"router serve: {path} has {Counted.Of(loaded.Problems.Length, "problem")}:").ConfigureAwait(false);
            foreach (var problem in loaded.Problems)
            {
                await context.Error.WriteLineAsync($"  {problem}").ConfigureAwait(false);
            }

            return ExitCodes.Failed;
        }

        var asJson = parse.GetValue(CommonOptions.Json);
        if (made is not null)
        {
            // Before anything can fail: the tokens exist nowhere else.
            if (asJson)
            {
                await context.Out.WriteLineAsync(Bootstrap.Json(made)).ConfigureAwait(false);
            }
            else
            {
                Bootstrap.Print(made, context.Out);
            }
        }

        var host = serving = await RouterHost.StartAsync(path, loaded, context.Environment, context.Time, logging, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            if (made is not null && !asJson)
            {
                // Only now: whoever reads them may send them at once.
                Bootstrap.PrintRequests(made, loaded.Snapshot.Server.Listen, loaded.Snapshot.Server.AdminListen, "Try it:", context.Out);
            }

            await UntilStoppedAsync(cancellation).ConfigureAwait(false);
            Log.Stopping(logging.CreateLogger<RouterHost>());
        }

        return ExitCodes.Ok;
    }

    private static LogLevel ReadLevel(ArgumentResult result)
    {
        // By its names alone: the enumeration itself would take any number.
        var names = Enum.GetNames<LogLevel>();
        if (Array.Find(names, name => name.Equals(result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase)) is { } name)
        {
            return Enum.Parse<LogLevel>(name);
        }

        result.AddError($"--log-level takes {string.Join(", ", names[..^1])} or {names[^1]}");
        return default;
    }

    private static async Task UntilStoppedAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var registration = cancellation.UnsafeRegister(state => ((TaskCompletionSource)state!).TrySetResult(), stopped);
        await using (registration.ConfigureAwait(false))
        {
            await stopped.Task.ConfigureAwait(false);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }
    }

    private static PosixSignalRegistration? OnHangUp(Action reload) => OperatingSystem.IsWindows()
        ? null
        : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reload();
        });

    /// <summary>
    /// To standard error, one line an entry, so that standard output holds only what was asked for. Whoever reads it and stops holds up
    /// nothing: entries beyond the queue are left out, and a later one says how many.
    /// </summary>
    private static ILoggerFactory Logging(LogLevel level) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(level)
        .AddFilter("Microsoft", LogLevel.Warning)

        // A listener that cannot start is said in one line by the command.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)

        // Its category being on at all makes the server build an activity for each request.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .Services.Configure<ConsoleLoggerOptions>(options =>
        {
            options.LogToStandardErrorThreshold = LogLevel.Trace;
            options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        }));
}
