// Holds what the caller got against what it must get.
using System.Globalization;
using System.Text.RegularExpressions;
using Router.Tests.Conformance.Streams;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance;

/// <param name="surface">What the caller speaks.</param>
internal sealed partial class CallerAnswerCheck(Surface surface)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Null when all is as it must be, else what is wrong.</summary>
    public string? Fault(CallerAnswer answer, Expectation expectation)
    {
        if (!RequestId().IsMatch(answer["x-request-id"] ?? ""))
        {
            return $"x-request-id is '{answer["x-request-id"]}'";
        }

        return expectation switch
        {
            Expectation.Same same => SameFault(answer, same),
            Expectation.RouterError error => RouterErrorFault(answer, error),
            Expectation.ErrorEvent error => ErrorEventFault(answer, error),
            Expectation.Estimate => EstimateFault(answer),
            Expectation.Carried or Expectation.Broken or Expectation.Told or Expectation.CarriedOrRefused => null,
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>The fault of an error of the router, whichever it is.</summary>
    public string? RouterErrorFault(CallerAnswer answer)
    {
        using var envelope = JsonText.Document(answer.Body);
        return answer["x-router-error"] is not { } code ? $"{answer.Status} without x-router-error: {BytesText.Excerpt(answer.Body)}"
            : envelope is null || surface.MessageIn(envelope.RootElement, answer["x-request-id"]!) is not { } message ? $"no error envelope: {BytesText.Excerpt(answer.Body)}"
            : message.StartsWith($"[{code}]", StringComparison.Ordinal) ? null : $"the message does not begin with the code: {message}";
    }

    private static string? SameFault(CallerAnswer answer, Expectation.Same same)
    {
        if (answer.Status != same.Status)
        {
            return $"status {answer.Status} instead of {same.Status}: {BytesText.Excerpt(answer.Body)}";
        }

        // A byte-order mark belongs to the encoding, not to the stream: it may be passed on or not.
        var expected = same.Body.AsSpan();
        return BytesText.Difference(expected, answer.Body) is { } difference
            && !(expected.StartsWith(ByteOrderMark) && expected[ByteOrderMark.Length..].SequenceEqual(answer.Body))
            ? difference
            : null;
    }

    private string? RouterErrorFault(CallerAnswer answer, Expectation.RouterError error)
    {
        var code = answer["x-router-error"];
        if (answer.Status != error.Status || !error.Codes.Contains(code, StringComparer.Ordinal))
        {
            return $"{answer.Status} {code ?? "without a code"} instead of {error.Status} {string.Join(" or ", error.Codes)}: {BytesText.Excerpt(answer.Body)}";
        }

        // A spent account does not come back by asking again (mapping 5.1).
        return code == "upstream_quota" && answer["x-should-retry"] != "false" ? $"x-should-retry is '{answer["x-should-retry"]}'"
            : error.RetryAfter && !(int.TryParse(answer["retry-after"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
            ? $"retry-after is '{answer["retry-after"]}'"
            : RouterErrorFault(answer);
    }

    private string? ErrorEventFault(CallerAnswer answer, Expectation.ErrorEvent error)
    {
        if (answer.Status != 200)
        {
            return $"status {answer.Status} instead of 200 and an error event: {BytesText.Excerpt(answer.Body)}";
        }

        if (!answer.Body.AsSpan().StartsWith(error.Before))
        {
            return BytesText.Difference(error.Before, answer.Body);
        }

        var written = answer.Body.AsSpan(error.Before.Length);
        if (SseText.WholeLength(written) != written.Length)
        {
            return $"the last event is not whole: {BytesText.Excerpt(written, SseText.WholeLength(written))}";
        }

        var (fault, message) = surface.FailureFault(SseText.Events(error.Before), SseText.Events(written), answer["x-request-id"]!);
        return fault
            ?? (message!.StartsWith("[upstream_", StringComparison.Ordinal) && message.Contains(error.Message, StringComparison.Ordinal)
                ? null : $"the error event says '{message}' instead of '{error.Message}'");
    }

    private static string? EstimateFault(CallerAnswer answer) =>
        answer.Status == 200 && answer["x-token-count"] == "estimate" && (int?)JsonText.Parse(System.Text.Encoding.UTF8.GetString(answer.Body))?["input_tokens"] > 0
            ? null
            : $"{answer.Status} with x-token-count '{answer["x-token-count"]}' instead of an estimate: {BytesText.Excerpt(answer.Body)}";

    [GeneratedRegex("^req_[0-9a-f]{32}$")]
    private static partial Regex RequestId();
}
