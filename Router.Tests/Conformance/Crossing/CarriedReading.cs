// How an answer of one dialect must read after its way into another (mapping section 3).
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Crossing;

/// <summary>Made of what the official client reads in the upstream's own bytes, and of what is read there besides.</summary>
internal static class CarriedReading
{
    private const string Messages = "anthropic-messages";

    /// <summary>The reading of the upstream's answer itself.</summary>
    /// <param name="expected">What the official client of the upstream makes of it; null when it makes nothing of it.</param>
    public static JsonObject OfUpstream(Surface upstream, Recording recording, JsonElement? expected)
    {
        var reading = recording.IsEventStream ? upstream.ReadStream(recording.Body) : upstream.Read(recording.Body);
        if (expected is { } official)
        {
            foreach (var member in official.EnumerateObject().Where(member => member.Name != "usage" && !upstream.Uncertain.Contains(member.Name)))
            {
                reading[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return reading;
    }

    /// <summary>What a caller must read of it.</summary>
    public static JsonObject Of(Surface caller, Surface upstream, JsonObject given)
    {
        var reading = given.DeepClone().AsObject();
        var (toMessages, fromMessages) = (caller.Name == Messages, upstream.Name == Messages);
        if (toMessages)
        {
            // A refusal has no other place there than the text.
            reading["text"] = (string?)given["text"] + (string?)given["refusal"];
            reading["refusal"] = (string?)given["refusal"] is not null || (string?)given["finish"] == "filter" ? "" : null;
            reading["citations"] = new JsonArray();
        }
        else if (fromMessages)
        {
            reading["refusal"] = (string?)given["explanation"];
        }

        if ((string?)given["thoughts"] is { Length: > 0 } thoughts)
        {
            // A vendor's parts of content, which the official client does not know.
            reading["reasoning"] = thoughts;
        }

        reading["finish"] = FinishOf(given, toMessages, fromMessages);
        reading["usage"] = UsageOf(given["usage"] as JsonObject, caller.UsageIsOptional, toMessages);

        // Reasoning that its maker does not show comes to a Messages caller as a block of its own kind (mapping 2.6).
        reading["other"] = new JsonArray([.. Enumerable.Repeat((JsonNode)"redacted_thinking", toMessages ? (int?)given["sealed"] ?? 0 : 0).Select(type => type.DeepClone())]);
        reading["choices"] = 1;
        reading.Remove("explanation");
        reading.Remove("sealed");
        reading.Remove("thoughts");
        return reading;
    }

    private static string? FinishOf(JsonObject given, bool toMessages, bool fromMessages) => (string?)given["finish"] switch
    {
        "filter" when toMessages => "refusal",
        "refusal" when fromMessages => "filter",
        "stop" when toMessages && (string?)given["refusal"] is not null => "refusal",
        "stop" when given["tools"] is JsonArray { Count: > 0 } => "tool",
        null => "stop",
        var other => other,
    };

    /// <summary>Buckets that the upstream does not tell are 0; no usage at all is null in Chat and zeros in the others (mapping 3.3).</summary>
    private static JsonObject? UsageOf(JsonObject? given, bool mayBeAbsent, bool toMessages)
    {
        if (given is null && mayBeAbsent)
        {
            return null;
        }

        var usage = new JsonObject();
        foreach (var bucket in (string[])["input", "output", "cached", "cacheWrite", "reasoning"])
        {
            // Without a count of its own, Messages says nothing of reasoning.
            if (bucket != "reasoning" || !toMessages || (long?)given?[bucket] > 0)
            {
                usage[bucket] = (long?)given?[bucket] ?? 0;
            }
        }

        return usage;
    }
}
