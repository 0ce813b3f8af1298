// The cases of a cell where caller and upstream speak the same: every recording, and what recordings lack.
using System.Text;
using System.Text.Json;
using Router.Tests.Conformance.Streams;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance;

internal static class SameDialectCases
{
    private static readonly (string, string)[] EventStream = [("content-type", "text/event-stream; charset=utf-8")];
    private static readonly (string, string)[] Json = [("content-type", "application/json")];
    private static readonly int[] ErrorStatuses = [400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 529];

    public static IEnumerable<Case> From(Surface surface, IEnumerable<Recording> recordings)
    {
        foreach (var recording in recordings)
        {
            var @case = Of(surface, recording);
            yield return @case;
            if (recording is { Stream: true, Request: null } && surface.UsageIsOptional && StreamLook.Of(surface, recording.Body).UsageOnly is { } usage)
            {
                byte[] without = [.. recording.Body[..usage.Start], .. recording.Body[usage.End..]];
                yield return @case with
                {
                    Name = recording.Id + "/usage-not-asked-for",
                    RequestBody = group => Encoding.UTF8.GetBytes(surface.Ask(group, stream: true)),
                    Expectation = new Expectation.Same(200, without),
                    Reading = null,
                };
            }
        }

        foreach (var made in Unary(surface).Concat(surface.Made.Content.Length > 0 ? Streams(surface) : []))
        {
            yield return made;
        }
    }

    private static Case Of(Surface surface, Recording recording) => new(
        recording.Id,
        recording.Stream,
        recording.Request is { } body && !StoredIds.AreNamed(body) ? group => WithModel(body, group) : group => Smallest(surface, group, recording.Stream),
        recording.Status,
        recording.Headers,
        recording.Body,
        ExpectationOf(surface, recording.Stream, recording.Status, recording.Body),
        recording.Expected is { } expected && expected.TryGetProperty("ok", out var reading) ? reading : null);

    private static IEnumerable<Case> Unary(Surface surface)
    {
        foreach (var status in ErrorStatuses)
        {
            yield return Make(surface, $"made-status-{status}", stream: false, status, surface.Made.Refusal);
        }

        yield return Make(surface, "made-body-cut-short", stream: false, 200, surface.Made.CutBody) with
        {
            BreakOff = true,
            Expectation = surface.OnFailure(new Expectation.RouterError(502, RetryAfter: false, "upstream_truncated", "upstream_failed")),
        };
        yield return Make(surface, "made-body-is-no-json", stream: false, 200, "<html>Störung</html>") with
        {
            Expectation = surface.OnFailure(new Expectation.RouterError(502, RetryAfter: false, "upstream_failed", "upstream_truncated")),
        };
    }

    private static IEnumerable<Case> Streams(Surface surface)
    {
        var (preamble, content, failure) = (surface.Made.Preamble, surface.Made.Content, surface.Made.Failure);
        yield return Make(surface, "made-error-before-content", stream: true, 200, preamble + failure);
        yield return Make(surface, "made-error-after-content", stream: true, 200, preamble + content + failure);
        yield return Make(surface, "made-error-without-its-blank-line", stream: true, 200, preamble + content + failure.TrimEnd());
        yield return Make(surface, "made-cut-before-content", stream: true, 200, preamble);
        yield return Make(surface, "made-cut-after-content", stream: true, 200, preamble + content);
        yield return Make(surface, "made-cut-within-an-event", stream: true, 200, preamble + content + content[..(content.Length / 2)]);
        yield return Make(surface, "made-cut-before-a-blank-line", stream: true, 200, preamble + content + content[..^1]);
        yield return Make(surface, "made-cut-connection", stream: true, 200, preamble + content) with { BreakOff = true };
        yield return Make(surface, "made-empty-stream", stream: true, 200, "");
    }

    private static Case Make(Surface surface, string name, bool stream, int status, string body) => new(
        name,
        stream,
        group => Smallest(surface, group, stream),
        status,
        stream && status == 200 ? EventStream : Json,
        Encoding.UTF8.GetBytes(body),
        ExpectationOf(surface, stream, status, Encoding.UTF8.GetBytes(body)),
        null);

    private static Expectation ExpectationOf(Surface surface, bool stream, int status, byte[] body) => status switch
    {
        200 when stream => ExpectationOf(StreamLook.Of(surface, body), body),
        404 when surface == Surface.CountTokens => new Expectation.Estimate(),
        200 or 400 or 404 or 413 or 422 => new Expectation.Same(status, body),
        401 or 403 => surface.OnFailure(new Expectation.RouterError(502, RetryAfter: false, "upstream_auth_failed")),
        429 => surface.OnFailure(new Expectation.RouterError(503, RetryAfter: true, "upstream_rate_limited")),
        503 or 529 => surface.OnFailure(new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity")),
        _ => surface.OnFailure(new Expectation.RouterError(502, RetryAfter: false, "upstream_failed")),
    };

    private static Expectation ExpectationOf(StreamLook look, byte[] body) => look switch
    {
        { Failure: { } failure, ContentSeen: false } => ErrorOf(failure),
        { Failure: { } failure, FailureEnd: < 0 } => new Expectation.ErrorEvent(body[..SseText.WholeLength(body)], failure.Message),
        { Failure: not null } => new Expectation.Same(200, body[..look.FailureEnd]),
        { Ended: true } => new Expectation.Same(200, body),
        { ContentSeen: false } => new Expectation.RouterError(502, RetryAfter: false, "upstream_truncated"),
        _ => new Expectation.ErrorEvent(body[..SseText.WholeLength(body)], ""),
    };

    private static Expectation.RouterError ErrorOf(ToldFailure failure) => failure.Kind switch
    {
        "overloaded_error" or "server_is_overloaded" or "slow_down" => new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity"),
        "rate_limit_error" or "rate_limit_exceeded" => new Expectation.RouterError(503, RetryAfter: true, "upstream_rate_limited"),
        "insufficient_quota" or "billing_error" => new Expectation.RouterError(429, RetryAfter: false, "upstream_quota"),
        _ => new Expectation.RouterError(502, RetryAfter: false, "upstream_failed"),
    };

    private static byte[] Smallest(Surface surface, string group, bool stream) => Encoding.UTF8.GetBytes(
        surface.Ask(group, stream, stream && surface.UsageIsOptional ? """, "stream_options": {"include_usage": true}""" : ""));

    /// <summary>The recorded bytes with another model, everything else as it stands.</summary>
    private static byte[] WithModel(byte[] body, string group)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                return [.. body[..(int)reader.TokenStartIndex], .. Encoding.UTF8.GetBytes($"\"{group}\""), .. body[(int)reader.BytesConsumed..]];
            }
        }

        throw new InvalidDataException("A recorded request names no model.");
    }
}
