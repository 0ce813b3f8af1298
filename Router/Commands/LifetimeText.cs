// How long what a command makes is to last.
using Router.Configuration;

namespace Router.Commands;

/// <summary>Reads <c>90d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>: a duration as the configuration writes it, from a second to 100 years.</summary>
internal static class LifetimeText
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(36_500);

    internal static bool TryParse(string text, out TimeSpan lifetime)
    {
        lifetime = DurationText.Read(text) ?? TimeSpan.Zero;
        return lifetime >= Least && lifetime <= Most;
    }
}
