// Judges the bytes of a whole stream by the grammar of its dialect (mapping 4): what the router writes, errors and signs of life among it.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Router.Inference;
using Router.Tests.Conformance.Streams;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Grammars;

internal static partial class StreamGrammar
{
    private const string SignOfLife = ": keep-alive\n\n";

    /// <summary>Null when the stream is one of the dialect, whole or ended by an error event; else the first thing that is wrong.</summary>
    public static string? Fault(Dialect dialect, ReadOnlySpan<byte> stream)
    {
        if (SseText.WholeLength(stream) != stream.Length)
        {
            return "it ends within an event";
        }

        SseEvent[] events = [.. SseText.Events(stream).Select(one => one with { Data = Half().Replace(one.Data, "~") })];
        var starts = events.Select(one => one.Start).ToHashSet();
        foreach (var (start, end) in SseText.Frames(stream))
        {
            if (!starts.Contains(start) && (dialect == Dialect.AnthropicMessages || Encoding.UTF8.GetString(stream[start..end]) != SignOfLife))
            {
                return $"neither an event nor a sign of life: {Encoding.UTF8.GetString(stream[start..end])}";
            }
        }

        return dialect switch
        {
            Dialect.OpenAIChat => Chat(events),
            Dialect.OpenAIResponses => Responses(events),
            Dialect.AnthropicMessages => Messages(events),
        };
    }

    private static string? Chat(SseEvent[] events)
    {
        if (events is not [.. var before, { Name: null } last] || JsonText.Parse(last.Data)?["error"] is not { } error)
        {
            return ChatGrammar.Fault(events, failed: false);
        }

        return ChatGrammar.Fault(before, failed: true) ?? MembersFault(error, "message", "type", "param", "code");
    }

    private static string? Messages(SseEvent[] events)
    {
        if (events is not [.. var before, { Name: "error" } last])
        {
            return MessagesGrammar.Fault(events, failed: false);
        }

        var data = JsonText.Parse(last.Data);
        return MessagesGrammar.Fault(before, failed: true)
            ?? ((string?)data?["type"] != "error" ? "the error event has another type" : null)
            ?? MembersFault(data, "type", "error", "request_id")
            ?? MembersFault(data!["error"], "type", "message");
    }

    private static string? Responses(SseEvent[] events)
    {
        if (events is not [.. var before, { Name: "response.failed" }])
        {
            return ResponsesGrammar.Fault(events, failed: false);
        }

        // A stream of which nothing had gone out begins and fails in one.
        var seen = before is [{ Name: "response.created" }] ? [] : before;
        return (before.Length == 0 ? "nothing begins before it fails" : null)
            ?? ResponsesGrammar.Fault(before, failed: true)
            ?? FailedResponse.Fault(seen, events[seen.Length..]).Fault;
    }

    /// <summary>Half a character, which a model may say and no parser of these checks decodes.</summary>
    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}")]
    private static partial Regex Half();

    private static string? MembersFault(JsonNode? node, params string[] members) =>
        node is JsonObject found && found.Select(member => member.Key).Order().SequenceEqual(members.Order())
            ? null
            : $"not with {string.Join(", ", members)}: {node?.ToJsonString()}";
}
