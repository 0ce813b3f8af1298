// A moment by both clocks.
namespace Router.Quotas;

/// <param name="Wall">The machine's clock, which calendars go by. Unix milliseconds.</param>
/// <param name="Steady">The same at the process's start, and moved by the monotonic clock since, which windows go by.</param>
internal readonly record struct QuotaMoment(long Wall, long Steady);
