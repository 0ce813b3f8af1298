// The cases of a cell where the upstream speaks another dialect than the caller.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Crossing;

/// <summary>Each recording of the upstream answers a request of the caller that declares the tools which the answer calls.</summary>
internal static class CrossDialectCases
{
    public static IEnumerable<Case> From(Surface caller, Surface upstream, IEnumerable<Recording> recordings)
    {
        foreach (var recording in recordings.Concat(MadeRecordings.Of(upstream)).Concat(MadeRecordings.InOtherForm(upstream)))
        {
            var @case = Of(caller, upstream, recording);
            yield return @case;
            if (caller.UsageIsOptional && recording.Stream && @case.Reading is { } reading)
            {
                yield return @case with
                {
                    Name = recording.Id + "/usage-not-asked-for",
                    RequestBody = group => Encoding.UTF8.GetBytes(caller.Ask(group, stream: true)),
                    Reading = WithoutUsage(reading),
                    IsForClient = false,
                };
            }
        }
    }

    /// <summary>Answers in the other form than was asked for, which are carried also where both sides speak the same.</summary>
    public static IEnumerable<Case> InOtherForm(Surface caller, Surface upstream) =>
        MadeRecordings.InOtherForm(upstream).Select(recording => Of(caller, upstream, recording));

    private static Case Of(Surface caller, Surface upstream, Recording recording)
    {
        var given = IsAnswer(upstream, recording) ? CarriedReading.OfUpstream(upstream, recording, Official(recording)) : null;
        var expectation = ExpectationOf(upstream, recording, given);
        return new Case(
            recording.Id,
            recording.Stream,
            group => Encoding.UTF8.GetBytes(Ask(caller, recording, given, group)),
            recording.Status,
            recording.Headers,
            recording.Body,
            expectation,
            expectation is Expectation.Carried ? Element(CarriedReading.Of(caller, upstream, WithMessagesInput(caller, given!, recording))) : null,
            recording.BreakOff);
    }

    /// <summary>True when there is a whole answer to read, in whichever form it came (mapping 4.4).</summary>
    private static bool IsAnswer(Surface upstream, Recording recording) => recording.Status == 200
        && (recording.IsEventStream ? StreamLook.Of(upstream, recording.Body).Ended : IsWhole(upstream, recording));

    private static bool IsWhole(Surface upstream, Recording recording) =>
        !recording.BreakOff && JsonText.Parse(Encoding.UTF8.GetString(recording.Body)) is JsonObject body && body.ContainsKey(upstream.AnswerMember);

    private static JsonElement? Official(Recording recording) =>
        recording.Expected is { } expected && expected.TryGetProperty("ok", out var reading) ? reading : null;

    private static Expectation ExpectationOf(Surface upstream, Recording recording, JsonObject? given) => recording.Status switch
    {
        200 when recording.IsEventStream && recording.Stream => ExpectationOf(upstream, recording, StreamLook.Of(upstream, recording.Body), given),
        200 when given is not null => new Expectation.Carried(
            !recording.Stream && given["other"] is JsonArray other && other.Any(type => (string)type! != "redacted_thinking")),
        200 when recording.BreakOff => new Expectation.RouterError(502, RetryAfter: false, "upstream_truncated", "upstream_failed"),
        200 => FailureExpectations.Garbage,
        400 or 404 or 413 or 422 => new Expectation.Told(recording.Status, (string)JsonNode.Parse(recording.Body)!["error"]!["message"]!),
        var status => FailureExpectations.OfStatus(status),
    };

    private static Expectation ExpectationOf(Surface upstream, Recording recording, StreamLook look, JsonObject? given) => look switch
    {
        { Failure: { } failure, ContentSeen: false } => FailureExpectations.Of(failure),

        // An event counts when its blank line has come, also one that tells of an error.
        { Failure: { } failure } => new Expectation.Broken(TextBefore(upstream, recording.Body), failure.Message),

        // The service waits for its caller to go on, which none of another dialect can (mapping 3.1).
        { Ended: true } when (string?)given!["finish"] == "pause" => new Expectation.Broken(TextBefore(upstream, recording.Body), ""),
        { Ended: true } => new Expectation.Carried(LosesParts: false),
        { ContentSeen: false } => FailureExpectations.Truncated,
        _ => new Expectation.Broken(TextBefore(upstream, recording.Body), ""),
    };

    private static string TextBefore(Surface upstream, byte[] stream) => string.Concat(SseText.Events(stream)
        .TakeWhile(one => (upstream.TraitsOf(one) & (EventTraits.Failure | EventTraits.Warning)) == 0).Select(upstream.TextIn));

    private static string Ask(Surface caller, Recording recording, JsonObject? given, string group)
    {
        var tools = (given?["tools"] as JsonArray ?? []).Select(tool => (string)tool!["name"]!).Distinct()
            .Select(name => (name, IsFreeForm(recording))).ToList();
        var usage = recording.Stream && caller.UsageIsOptional ? """, "stream_options": {"include_usage": true}""" : "";
        return caller.Ask(group, recording.Stream, usage + (tools.Count > 0 ? caller.ToolsMember(tools) : ""));
    }

    private static bool IsFreeForm(Recording recording) => recording.Body.AsSpan().IndexOf("\"custom\""u8) >= 0;

    /// <summary>Messages has no free-form tools: their input is the one field of an object.</summary>
    private static JsonObject WithMessagesInput(Surface caller, JsonObject given, Recording recording)
    {
        if (IsFreeForm(recording) && caller.Name == "anthropic-messages")
        {
            foreach (var tool in given["tools"]!.AsArray())
            {
                tool!["args"] = new JsonObject { ["input"] = (string?)tool["args"] }.ToJsonString();
            }
        }

        return given;
    }

    private static JsonElement WithoutUsage(JsonElement reading)
    {
        var without = JsonNode.Parse(reading.GetRawText())!.AsObject();
        without["usage"] = null;
        return Element(without);
    }

    private static JsonElement Element(JsonObject reading)
    {
        using var document = JsonDocument.Parse(reading.ToJsonString());
        return document.RootElement.Clone();
    }
}
