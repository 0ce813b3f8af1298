// Holds what the caller got against what it must get.
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Router.Tests.Conformance;

internal static partial class CallerAnswerCheck
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Null when all is as it must be, else what is wrong.</summary>
    public static string? Fault(CallerAnswer answer, Expectation expectation)
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
            _ => throw new InvalidOperationException(),
        };
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

    private static string? RouterErrorFault(CallerAnswer answer, Expectation.RouterError error)
    {
        var code = answer["x-router-error"];
        if (answer.Status != error.Status || !error.Codes.Contains(code, StringComparer.Ordinal))
        {
            return $"{answer.Status} {code ?? "without a code"} instead of {error.Status} {string.Join(" or ", error.Codes)}: {BytesText.Excerpt(answer.Body)}";
        }

        if (error.RetryAfter && !(int.TryParse(answer["retry-after"], out var seconds) && seconds > 0))
        {
            return $"retry-after is '{answer["retry-after"]}'";
        }

        return Envelope(answer.Body) is { } envelope
            ? envelope.StartsWith($"[{code}]", StringComparison.Ordinal) ? null : $"the message does not begin with the code: {envelope}"
            : $"no error envelope: {BytesText.Excerpt(answer.Body)}";
    }

    private static string? ErrorEventFault(CallerAnswer answer, Expectation.ErrorEvent error)
    {
        if (answer.Status != 200)
        {
            return $"status {answer.Status} instead of 200 and an error event: {BytesText.Excerpt(answer.Body)}";
        }

        if (!answer.Body.AsSpan().StartsWith(error.Before))
        {
            return BytesText.Difference(error.Before, answer.Body);
        }

        var events = SseText.Events(answer.Body[error.Before.Length..]).ToList();
        if (events.Exists(one => one.Data == "[DONE]"))
        {
            return "a made-up normal end after an error";
        }

        return events.Count > 0 && Envelope(System.Text.Encoding.UTF8.GetBytes(events[^1].Data)) is { } message
            ? message.Contains(error.Message, StringComparison.Ordinal) ? null : $"the error event says '{message}' instead of '{error.Message}'"
            : $"no error event at the end: {BytesText.Excerpt(answer.Body, error.Before.Length)}";
    }

    /// <summary>The message of an error envelope with its four members; null when the bytes are none.</summary>
    private static string? Envelope(byte[] json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            var error = parsed.RootElement.GetProperty("error");
            return error.TryGetProperty("type", out _) ? error.GetProperty("message").GetString() : null;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex("^req_[0-9a-f]{32}$")]
    private static partial Regex RequestId();
}
