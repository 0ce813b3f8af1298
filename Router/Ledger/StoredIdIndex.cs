// The recorded ids in memory.
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// Bounded in number, the oldest first out; safe to use from many threads. An id takes about 80 bytes. Times are Unix milliseconds.
/// </summary>
internal sealed class StoredIdIndex(int most = StoredIdIndex.Most)
{
    /// <summary>The most ids that are kept, here and in the database.</summary>
    internal const int Most = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IdHash, (TargetName Target, long ExpiresAt)> _known = [];
    private readonly Queue<(IdHash Hash, long ExpiresAt)> _order = new();
    private readonly Dictionary<TargetName, TargetName> _targets = [];

    /// <summary>How many ids are known, expired ones that nobody met since included.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>The target that knows an id; null when there is no record of it, or none that is still good.</summary>
    internal TargetName? Find(in IdHash hash, long now)
    {
        lock (_gate)
        {
            return _known.TryGetValue(hash, out var found) && found.ExpiresAt > now ? found.Target : null;
        }
    }

    /// <summary>True when there is a record of an id that is good until a time or longer, and of that target when one is given.</summary>
    internal bool Knows(in IdHash hash, TargetName? target, long until)
    {
        lock (_gate)
        {
            return _known.TryGetValue(hash, out var found) && found.ExpiresAt >= until && (target is null || found.Target == target);
        }
    }

    /// <summary>Takes an id, which makes an earlier record of the same one void.</summary>
    internal void Add(in IdHash hash, TargetName target, long expiresAt, long now)
    {
        lock (_gate)
        {
            if (!_targets.TryGetValue(target, out var shared))
            {
                _targets.Add(target, shared = target);
            }

            _known[hash] = (shared, expiresAt);
            _order.Enqueue((hash, expiresAt));
            while (_order.TryPeek(out var first) && (_order.Count > most || first.ExpiresAt <= now))
            {
                var (oldest, until) = _order.Dequeue();

                // One that was recorded again stands further behind too.
                if (_known.TryGetValue(oldest, out var present) && present.ExpiresAt == until)
                {
                    _known.Remove(oldest);
                }
            }
        }
    }
}
