// The cases of the cell Chat Completions → Chat Completions: every recording, and what recordings lack.
using System.Text;
using System.Text.Json;

namespace Router.Tests.Conformance;

internal static class ChatCases
{
    private const string RoleChunk = """data: {"id":"chatcmpl-made","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n";
    private const string ContentChunk = """data: {"id":"chatcmpl-made","object":"chat.completion.chunk","created":1767225600,"model":"up-model","choices":[{"index":0,"delta":{"content":"Grüße"},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n";
    private const string ErrorEvent = """data: {"error":{"message":"The engine is überlastet.","type":"server_error","param":null,"code":null}}""" + "\n\n";

    private static readonly (string, string)[] EventStream = [("content-type", "text/event-stream; charset=utf-8")];
    private static readonly (string, string)[] Json = [("content-type", "application/json")];

    public static IEnumerable<Case> From(IEnumerable<Recording> recordings)
    {
        foreach (var recording in recordings)
        {
            yield return Of(recording);
            if (recording is { Stream: true, Request: null } && ChatStream.Of(recording.Body).UsageOnly is { } usage)
            {
                byte[] without = [.. recording.Body[..usage.Start], .. recording.Body[usage.End..]];
                yield return Of(recording) with
                {
                    Name = recording.Id + "/usage-not-asked-for",
                    RequestBody = group => Minimal(group, stream: true, askUsage: false),
                    Expectation = new Expectation.Same(200, without),
                    Reading = null,
                };
            }
        }

        foreach (var made in Made())
        {
            yield return made;
        }
    }

    private static Case Of(Recording recording) => new(
        recording.Id,
        recording.Stream,
        recording.Request is { } body ? group => WithModel(body, group) : group => Minimal(group, recording.Stream, askUsage: true),
        recording.Status,
        recording.Headers,
        recording.Body,
        ExpectationOf(recording.Stream, recording.Status, recording.Body),
        recording.Expected is { } expected && expected.TryGetProperty("ok", out var reading) ? reading : null);

    /// <summary>Answers that no recording shows.</summary>
    private static IEnumerable<Case> Made()
    {
        foreach (var status in new[] { 401, 403, 404, 413, 422, 500, 502, 503, 529 })
        {
            yield return Make($"made-status-{status}", stream: false, status, $$$"""{"error": {"message": "Ungültig: {{{status}}}", "type": "made_error", "param": null, "code": "made", "extra": [1.0]}}""");
        }

        yield return Make("made-error-before-content", stream: true, 200, RoleChunk + ErrorEvent);
        yield return Make("made-error-after-content", stream: true, 200, RoleChunk + ContentChunk + ErrorEvent);
        yield return Make("made-cut-before-content", stream: true, 200, RoleChunk);
        yield return Make("made-cut-after-content", stream: true, 200, RoleChunk + ContentChunk);
        yield return Make("made-cut-within-an-event", stream: true, 200, RoleChunk + ContentChunk + ContentChunk[..40]) with
        {
            Expectation = new Expectation.ErrorEvent(Encoding.UTF8.GetBytes(RoleChunk + ContentChunk), "[upstream_truncated]"),
        };
        yield return Make("made-empty-stream", stream: true, 200, "");
        yield return Make("made-body-cut-short", stream: false, 200, """{"id":"chatcmpl-made","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Grü""") with
        {
            BreakOff = true,
            Expectation = new Expectation.RouterError(502, RetryAfter: false, "upstream_truncated", "upstream_failed"),
        };
        yield return Make("made-body-is-no-json", stream: false, 200, "<html>Störung</html>") with
        {
            Expectation = new Expectation.RouterError(502, RetryAfter: false, "upstream_failed", "upstream_truncated"),
        };
    }

    private static Case Make(string name, bool stream, int status, string body) => new(
        name,
        stream,
        group => Minimal(group, stream, askUsage: true),
        status,
        stream && status == 200 ? EventStream : Json,
        Encoding.UTF8.GetBytes(body),
        ExpectationOf(stream, status, Encoding.UTF8.GetBytes(body)),
        null);

    private static Expectation ExpectationOf(bool stream, int status, byte[] body) => status switch
    {
        200 when stream => ExpectationOf(ChatStream.Of(body), body),
        200 or 400 or 404 or 413 or 422 => new Expectation.Same(status, body),
        401 or 403 => new Expectation.RouterError(502, RetryAfter: false, "upstream_auth_failed"),
        429 => new Expectation.RouterError(503, RetryAfter: true, "upstream_rate_limited"),
        503 or 529 => new Expectation.RouterError(503, RetryAfter: true, "upstream_capacity"),
        _ => new Expectation.RouterError(502, RetryAfter: false, "upstream_failed"),
    };

    private static Expectation ExpectationOf(ChatStream stream, byte[] body) => stream switch
    {
        { Error: not null, ContentSeen: false } => new Expectation.RouterError(502, RetryAfter: false, "upstream_failed"),
        { Error: { } message } => new Expectation.ErrorEvent(body[..stream.ErrorStart], message),
        { Ended: true } => new Expectation.Same(200, body),
        { ContentSeen: false } => new Expectation.RouterError(502, RetryAfter: false, "upstream_truncated"),
        _ => new Expectation.ErrorEvent(body, "[upstream_truncated]"),
    };

    private static byte[] Minimal(string group, bool stream, bool askUsage) => Encoding.UTF8.GetBytes(
        $$"""{"model": "{{group}}", "messages": [{"role": "user", "content": "x"}]{{(stream ? """, "stream": true""" : "")}}{{(stream && askUsage ? """, "stream_options": {"include_usage": true}""" : "")}}}""");

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
