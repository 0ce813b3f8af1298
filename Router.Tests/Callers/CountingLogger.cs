// Counts warnings.
using Microsoft.Extensions.Logging;
using Router.Callers;

namespace Router.Tests.Callers;

internal sealed class CountingLogger : ILogger<LiveTokens>
{
    internal int Warnings { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Warnings += logLevel == LogLevel.Warning ? 1 : 0;
}
