// What the process answers to the shell.
namespace Router.Commands;

/// <summary>The exit codes of every command.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and what was checked holds.</summary>
    internal const int Ok = 0;

    /// <summary>What was checked does not hold, or the work could not be done.</summary>
    internal const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    internal const int Usage = 2;
}
