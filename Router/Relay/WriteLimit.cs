// How long a write to a caller may stand still.
using Router.Configuration;

namespace Router.Relay;

/// <summary>
/// The one bound of everything written to callers: a write that makes no progress for this long cuts the caller off, so that one who
/// stops to read holds neither a place nor memory for ever. A write that is done at once costs no timer.
/// </summary>
internal static class WriteLimit
{
    /// <summary>Where no target's own limit is at hand.</summary>
    internal static readonly TimeSpan Default = TimeSpan.FromSeconds(60);

    /// <summary>The most that is written in one piece: progress is seen between pieces. Bytes.</summary>
    internal const int Piece = 256 * 1024;

    /// <summary>The limit while an answer of <paramref name="target"/> is written: its provider's total timeout.</summary>
    internal static TimeSpan Of(Target target) =>
        target.Provider.Timeouts.Total > TimeSpan.Zero ? target.Provider.Timeouts.Total : Default;

    /// <summary>
    /// Begins to count for a write that waits, and cuts off with <paramref name="cut"/>; null for one that is <paramref name="done"/>
    /// already. <see cref="EndAsync"/> follows the write.
    /// </summary>
    internal static ITimer? Start(bool done, TimeProvider time, TimeSpan limit, TimerCallback cut, object state) =>
        done ? null : time.CreateTimer(cut, state, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the counting, and waits while the caller is just being cut off: the server gives <see cref="HttpContext"/> to the next request.</summary>
    internal static ValueTask EndAsync(ITimer? limit) => limit?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Writes bytes to the body of the answer, piece by piece, each within <paramref name="limit"/>.</summary>
    internal static async ValueTask WriteAsync(HttpContext http, ReadOnlyMemory<byte> bytes, TimeProvider time, TimeSpan limit)
    {
        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(Piece, bytes.Length)];
            var writing = http.Response.Body.WriteAsync(piece, http.RequestAborted);
            var timer = Start(writing.IsCompleted, time, limit, static state => ((HttpContext)state!).Abort(), http);
            try
            {
                await writing.ConfigureAwait(false);
            }
            finally
            {
                await EndAsync(timer).ConfigureAwait(false);
            }

            bytes = bytes[piece.Length..];
        }
    }
}
