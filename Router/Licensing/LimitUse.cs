// One limit of the licence with what is used of it.
namespace Router.Licensing;

/// <param name="Limit">As the licence names it, such as <c>requests.window</c>.</param>
/// <param name="Max">The most, with what credit notes added.</param>
/// <param name="Used">Null when it is not known here.</param>
/// <param name="ResetsAtMs">When all of it is free again, in Unix milliseconds; null for what does not begin anew.</param>
internal sealed record LimitUse(string Limit, long Max, long? Used, long? ResetsAtMs)
{
    /// <summary>What still fits.</summary>
    internal long? Remaining => Used is { } used ? Math.Max(0, Max - used) : null;
}
