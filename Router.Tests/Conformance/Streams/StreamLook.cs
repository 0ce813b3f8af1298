// What a whole stream holds that decides what must come of it.
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Streams;

/// <param name="ContentSeen">Something for the reader came before the failure, or before the end.</param>
/// <param name="Failure">What the stream tells of its failure; null when it tells none.</param>
/// <param name="FailureStart">Where the first event begins that tells of it.</param>
/// <param name="FailureEnd">Where the dialect's own end of a failed stream ends; -1 when that is missing.</param>
/// <param name="Ended">The answer is whole.</param>
/// <param name="UsageOnly">Where the event begins and ends that carries nothing but the usage; null when there is none.</param>
internal sealed record StreamLook(
    bool ContentSeen, ToldFailure? Failure, int FailureStart, int FailureEnd, bool Ended, (int Start, int End)? UsageOnly)
{
    public static StreamLook Of(Surface surface, byte[] stream)
    {
        var look = new StreamLook(false, null, -1, -1, false, null);
        foreach (var one in SseText.Events(stream))
        {
            var traits = surface.TraitsOf(one);
            if ((traits & (EventTraits.Failure | EventTraits.Warning)) != 0 && look.Failure is null)
            {
                look = look with { Failure = surface.FailureIn(one), FailureStart = one.Start };
            }

            if (traits.HasFlag(EventTraits.Failure))
            {
                return look with { FailureEnd = one.End };
            }

            look = look with
            {
                ContentSeen = look.ContentSeen || (traits.HasFlag(EventTraits.Content) && look.Failure is null),
                Ended = look.Ended || (traits & (EventTraits.Finished | EventTraits.End)) != 0,
                UsageOnly = traits.HasFlag(EventTraits.UsageOnly) ? (one.Start, one.End) : look.UsageOnly,
            };
        }

        return look;
    }
}
