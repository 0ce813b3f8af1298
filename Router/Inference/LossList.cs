// What one translation lost.
namespace Router.Inference;

/// <summary>Each path and fate once, in the order found. Bounded: a body of a million unknown members is refused by the first of them.</summary>
internal sealed class LossList
{
    /// <summary>Most entries that are kept; the rest is counted.</summary>
    internal const int MostEntries = 128;

    private readonly List<Loss> _losses = [];
    private readonly HashSet<(string Path, Fate Fate)> _seen = [];

    /// <summary>At most <see cref="MostEntries"/>.</summary>
    internal IReadOnlyList<Loss> Losses => _losses;

    /// <summary>Losses that found no place in <see cref="Losses"/>, counted each time they occur.</summary>
    internal int Beyond { get; private set; }

    /// <summary>The target cannot serve the request.</summary>
    internal bool AnyRefused { get; private set; }

    /// <summary>Adds a loss unless it is there already.</summary>
    internal void Add(in Loss loss)
    {
        AnyRefused |= loss.Fate == Fate.Refused;
        if (_losses.Count == MostEntries)
        {
            Beyond += _seen.Contains((loss.Path, loss.Fate)) ? 0 : 1;
        }
        else if (_seen.Add((loss.Path, loss.Fate)))
        {
            _losses.Add(loss);
        }
    }

    /// <summary>The paths of one fate, in the order found.</summary>
    internal IEnumerable<string> Paths(Fate fate) => _losses.Where(loss => loss.Fate == fate).Select(loss => loss.Path);
}
