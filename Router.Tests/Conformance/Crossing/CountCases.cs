// The cases of counting tokens where the upstream counts in another dialect (mapping section 7).
using System.Text;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Crossing;

internal static class CountCases
{
    public static IEnumerable<Case> From(IEnumerable<Recording> recordings) => recordings.Concat(MadeRecordings.Of(Surface.InputTokens)).Select(Of);

    private static Case Of(Recording recording) => new(
        recording.Id,
        Stream: false,
        group => Encoding.UTF8.GetBytes(Surface.CountTokens.Ask(group, stream: false)),
        recording.Status,
        recording.Headers,
        recording.Body,
        ExpectationOf(recording),
        recording.Expected is { } expected && expected.TryGetProperty("ok", out var reading) ? reading : null,
        recording.BreakOff);

    /// <summary>Whatever keeps the upstream from counting, the router estimates; only a refusal of the request itself is the caller's to know.</summary>
    private static Expectation ExpectationOf(Recording recording)
    {
        using var body = JsonText.Document(recording.Body);
        return recording.Status switch
        {
            200 when body is not null && !recording.BreakOff => new Expectation.Carried(LosesParts: false),
            400 or 413 or 422 => new Expectation.Told(recording.Status, body!.RootElement.GetProperty("error").GetProperty("message").GetString()!),
            _ => new Expectation.Estimate(),
        };
    }
}
