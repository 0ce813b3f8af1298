// Remembers the last so many texts.
namespace Router.Simulator;

/// <summary>Safe for many threads; the oldest text is forgotten when the set is full.</summary>
internal sealed class BoundedSet(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False when it was there already.</summary>
    internal bool Add(string text)
    {
        lock (_lock)
        {
            if (!_texts.Add(text))
            {
                return false;
            }

            _order.Enqueue(text);
            if (_order.Count > capacity)
            {
                _texts.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    internal bool Contains(string text)
    {
        lock (_lock)
        {
            return _texts.Contains(text);
        }
    }
}
