// Writes the neutral model as a request of one dialect.
using System.Buffers;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// Pure; one instance serves all requests at once, and the same request and target always give the same bytes, so that the target's prompt
/// cache stays warm. How to write one:
/// <list type="bullet">
/// <item>Begin with <c>LossReport.Of(request, Dialect, losses)</c>, which reports what the reader had no place for.</item>
/// <item>Go through every member of <see cref="InferenceRequest"/>. What the dialect and the target's traits allow is written; whatever is
/// not, is reported by its <see cref="LossRule"/>. The fate is the table's affair: a writer neither refuses nor decides to stay silent.</item>
/// <item>Do not stop at a refusal: the caller is told all of them at once. What was written then is not sent.</item>
/// <item>Tools go by the names of <see cref="ToolNames"/>, ids of calls through <see cref="CallIds"/>, media through what the traits say.</item>
/// <item>Write with <c>JsonOutput</c>: raw JSON as it is, escaped text as it is escaped.</item>
/// <item>Reasoning is written only when its origin equals <see cref="TargetProfile.Origin"/>, as the payload's own bytes (towards Chat those
/// of its members, see <see cref="ChatKept"/>); everything else is <see cref="LossRule.ForeignReasoning"/>.</item>
/// </list>
/// </summary>
internal interface IRequestWriter
{
    /// <summary>Writes the body that goes to the target.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="target">Whom it goes to.</param>
    /// <param name="output">Gets one JSON document.</param>
    /// <param name="losses">Gets what could not be carried; when any is refused the body must not be sent.</param>
    /// <returns>The names that the caller's tools go by, for the way back.</returns>
    ToolNames Write(InferenceRequest request, TargetProfile target, IBufferWriter<byte> output, LossList losses);
}
