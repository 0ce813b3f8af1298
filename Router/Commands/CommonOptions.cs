// The options that every command takes.
using System.CommandLine;

namespace Router.Commands;

/// <summary>Both stand on the root and hold for every verb under it; a command reads them and does not add them.</summary>
internal static class CommonOptions
{
    /// <summary><c>--config FILE</c>; read it through <see cref="ConfigPath"/>.</summary>
    internal static readonly Option<string?> Config = new("--config")
    {
        Description = "The configuration file (default: $ROUTER_CONFIG, else router.yaml, else data/router.yaml)",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary><c>--json</c>: machine-readable output.</summary>
    internal static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON",
        Recursive = true,
    };

    /// <summary>
    /// The configuration file: <c>--config</c>, else <c>$ROUTER_CONFIG</c>, else <c>router.yaml</c> or <c>data/router.yaml</c> of the
    /// current folder, whichever is there first; <c>router.yaml</c> when none is.
    /// </summary>
    internal static string ConfigPath(ParseResult parse, CommandContext context)
    {
        if (NamedPath(parse, context) is { } named)
        {
            return named;
        }

        const string Here = "router.yaml";
        var inData = Path.Combine("data", Here);
        return !File.Exists(Here) && File.Exists(inData) ? inData : Here;
    }

    /// <summary>The configuration file that <c>--config</c> or <c>$ROUTER_CONFIG</c> names; null when neither does, or with nothing.</summary>
    internal static string? NamedPath(ParseResult parse, CommandContext context) =>
        parse.GetValue(Config) is { Length: > 0 } given ? given
        : context.Environment("ROUTER_CONFIG") is { Length: > 0 } named ? named
        : null;
}
