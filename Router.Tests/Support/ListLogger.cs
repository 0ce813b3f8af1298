// A logger of one category that hands each line to its provider.
using Microsoft.Extensions.Logging;

namespace Router.Tests.Support;

internal sealed class ListLogger(string category, Action<LogLine> add) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            foreach (var (name, value) in pairs)
            {
                values[name] = value;
            }
        }

        add(new LogLine(category, logLevel, eventId, formatter(state, exception), exception, values));
    }
}
