// The free slots of the journal.
namespace Router.Ledger;

/// <summary>A stack: the slot freed last is used next, so that a quiet router touches few pages.</summary>
internal sealed class SlotStack
{
    private readonly Lock _gate = new();
    private int[] _free = [];
    private int _count;
    private bool _ended;

    /// <summary>Slots there are, free or not.</summary>
    internal int Total { get; private set; }

    internal int InUse
    {
        get
        {
            lock (_gate)
            {
                return Total - _count;
            }
        }
    }

    /// <summary>Adds the slots from <paramref name="first"/> on, which are free.</summary>
    internal void Add(int first, int count)
    {
        lock (_gate)
        {
            Total += count;
            Array.Resize(ref _free, Total);

            // Below what is there, so that new slots are used when the old ones are not enough.
            Array.Copy(_free, 0, _free, count, _count);
            for (var i = 0; i < count; i++)
            {
                _free[i] = first + count - 1 - i;
            }

            _count += count;
        }
    }

    /// <summary>Takes a slot; false when none is free. <paramref name="left"/>: how many are free then.</summary>
    internal bool TryTake(out int slot, out int left)
    {
        lock (_gate)
        {
            if (_count == 0 || _ended)
            {
                (slot, left) = (-1, 0);
                return false;
            }

            slot = _free[--_count];
            left = _count;
            return true;
        }
    }

    /// <summary>
    /// From here on no slot is given out. True when none is in use, so that none will ever be: asked and refused in one step, lest a
    /// late request take a slot in between.
    /// </summary>
    internal bool End()
    {
        lock (_gate)
        {
            _ended = true;
            return _count == Total;
        }
    }

    internal void Return(int slot)
    {
        lock (_gate)
        {
            _free[_count++] = slot;
        }
    }
}
