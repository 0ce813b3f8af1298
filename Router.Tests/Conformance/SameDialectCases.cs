// The cases of a cell where caller and upstream speak the same: every recording, and what recordings lack.
using System.Text;
using System.Text.Json;
using Router.Tests.Conformance.Crossing;
using Router.Tests.Conformance.Streams;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance;

internal static class SameDialectCases
{
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

        foreach (var made in MadeRecordings.Of(surface))
        {
            yield return Of(surface, made);
        }

        foreach (var made in CrossDialectCases.InOtherForm(surface, surface))
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
        ExpectationOf(surface, recording),
        recording.Expected is { } expected && expected.TryGetProperty("ok", out var reading) ? reading : null,
        recording.BreakOff);

    private static Expectation ExpectationOf(Surface surface, Recording recording) => recording.Status switch
    {
        200 when recording.Stream != recording.IsEventStream => FailureExpectations.Garbage,
        200 when recording.Stream => ExpectationOf(StreamLook.Of(surface, recording.Body), recording.Body),
        200 when recording.BreakOff => surface.OnFailure(new Expectation.RouterError(502, RetryAfter: false, "upstream_truncated", "upstream_failed")),
        200 when JsonText.Document(recording.Body) is null => surface.OnFailure(new Expectation.RouterError(502, RetryAfter: false, "upstream_failed", "upstream_truncated")),
        404 when surface == Surface.CountTokens => new Expectation.Estimate(),
        200 or 400 or 404 or 413 or 422 => new Expectation.Same(recording.Status, recording.Body),
        var status => surface.OnFailure(FailureExpectations.OfStatus(status)),
    };

    private static Expectation ExpectationOf(StreamLook look, byte[] body) => look switch
    {
        { Failure: { } failure, ContentSeen: false } => FailureExpectations.Of(failure),
        { Failure: { } failure, FailureEnd: < 0 } => new Expectation.ErrorEvent(body[..SseText.WholeLength(body)], failure.Message),
        { Failure: not null } => new Expectation.Same(200, body[..look.FailureEnd]),
        { Ended: true } => new Expectation.Same(200, body),
        { ContentSeen: false } => FailureExpectations.Truncated,
        _ => new Expectation.ErrorEvent(body[..SseText.WholeLength(body)], ""),
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
