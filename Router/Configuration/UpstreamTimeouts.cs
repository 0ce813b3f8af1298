// How long an attempt may take, by phase.
namespace Router.Configuration;

/// <summary>
/// <paramref name="Connect"/> and <paramref name="Total"/> bind every attempt; <paramref name="FirstByte"/> (until the first content)
/// and <paramref name="Idle"/> (between reads) bind streams only. Zero means no limit.
/// </summary>
internal sealed record UpstreamTimeouts(TimeSpan Connect, TimeSpan FirstByte, TimeSpan Idle, TimeSpan Total)
{
    internal static UpstreamTimeouts Default { get; } =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(600));
}
