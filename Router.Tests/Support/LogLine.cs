// One line that code under test logged.
using Microsoft.Extensions.Logging;

namespace Router.Tests.Support;

/// <param name="Values">The named values of the message template.</param>
internal sealed record LogLine(
    string Category,
    LogLevel Level,
    EventId Event,
    string Message,
    Exception? Exception,
    IReadOnlyDictionary<string, object?> Values)
{
    public override string ToString() => $"{Level} {Category}[{Event.Id}] {Message}";
}
