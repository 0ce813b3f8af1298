// Keeps every line that was logged, of all categories, and lets a test wait for one.
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Router.Tests.Support;

/// <summary>An <see cref="ILoggerProvider"/> and an <see cref="ILoggerFactory"/> in one, so that it fits wherever a test needs it.</summary>
internal sealed class ListLoggerProvider : ILoggerProvider, ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private readonly Lock _gate = new();
    private readonly List<(Func<LogLine, bool> Wanted, TaskCompletionSource<LogLine> Seen)> _watches = [];

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    /// <summary>All lines as text with their exceptions; for asserting that a secret or a caller's words are nowhere in it.</summary>
    public string Text => string.Join('\n', _lines.Select(line => $"{line} {line.Exception}"));

    public ILogger CreateLogger(string categoryName) => new ListLogger(categoryName, Add);

    public ILogger<T> For<T>() => this.CreateLogger<T>();

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This logger keeps lines only.");

    /// <summary>The first line with this event id, now or later.</summary>
    public Task<LogLine> WhenLoggedAsync(int eventId) => WhenLoggedAsync(line => line.Event.Id == eventId);

    /// <summary>The first line that is wanted, now or later.</summary>
    public Task<LogLine> WhenLoggedAsync(Func<LogLine, bool> wanted)
    {
        lock (_gate)
        {
            if (_lines.FirstOrDefault(wanted) is { } line)
            {
                return Task.FromResult(line);
            }

            var seen = new TaskCompletionSource<LogLine>(TaskCreationOptions.RunContinuationsAsynchronously);
            _watches.Add((wanted, seen));
            return seen.Task.Within();
        }
    }

    public void Dispose()
    {
        // Lines stay readable after a host that owned this provider has gone.
    }

    private void Add(LogLine line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            foreach (var watch in _watches.Where(watch => watch.Wanted(line)))
            {
                watch.Seen.TrySetResult(line);
            }
        }
    }
}
