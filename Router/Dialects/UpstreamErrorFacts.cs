// What an upstream said of its own failure.
namespace Router.Dialects;

/// <summary>Read from any shape that vendors use. The text is the upstream's: it may go to the caller, never to a log.</summary>
/// <param name="Message">At most <see cref="MaxMessageLength"/> characters, no control characters; null when nothing was said.</param>
/// <param name="Type">The vendor's type; null when it gave none.</param>
/// <param name="Code">The vendor's code, a number as its digits; null when it gave none.</param>
/// <param name="Param">The member of the request at fault; null when it gave none.</param>
/// <param name="IsGarbage">True when the upstream sent bytes that its protocol does not know instead of an error.</param>
internal sealed record UpstreamErrorFacts(
    string? Message, string? Type = null, string? Code = null, string? Param = null, bool IsGarbage = false)
{
    internal const int MaxMessageLength = 1000;

    /// <summary>An event that its protocol does not know.</summary>
    internal static readonly UpstreamErrorFacts Garbage = new("the stream holds an event that is not of its protocol", IsGarbage: true);
}
