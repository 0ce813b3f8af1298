// The configuration in force.
namespace Router.Configuration;

/// <summary>Holds the snapshot in force; a reload swaps it, requests read it once at their start.</summary>
internal sealed class ConfigurationState(RouterSnapshot first)
{
    private volatile RouterSnapshot _current = first;

    /// <summary>The snapshot in force.</summary>
    internal RouterSnapshot Current => _current;

    /// <summary>Raised after a swap, on the thread that reloaded.</summary>
    internal event Action<RouterSnapshot>? Changed;

    /// <summary>Puts <paramref name="next"/> in force.</summary>
    internal void Replace(RouterSnapshot next)
    {
        _current = next;
        Changed?.Invoke(next);
    }
}
