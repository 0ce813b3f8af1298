// What the command line is given from outside.
namespace Router.Commands;

/// <summary>Where a command prints, what time it is, and how it reads environment variables.</summary>
internal sealed record CommandContext(
    TextWriter Out, TextWriter Error, TimeProvider Time, Func<string, string?> Environment);
