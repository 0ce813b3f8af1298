// The caller's connection ended while its request was read.
namespace Router.Relay;

/// <summary>
/// Says what the server's exceptions leave open for a moment: its own sign that a request is aborted may come after the failed read.
/// </summary>
internal sealed class CallerLeftException(Exception inner) : IOException("The caller left.", inner);
