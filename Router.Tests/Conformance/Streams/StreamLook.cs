// What a Chat Completions stream holds that decides what must come of it.
using System.Text.Json;

namespace Router.Tests.Conformance;

/// <param name="ContentSeen">Something for the reader came before the error, or before the end.</param>
/// <param name="Error">The message of an error event; null when there is none.</param>
/// <param name="ErrorStart">Where that event begins.</param>
/// <param name="Ended">A finish reason or <c>[DONE]</c> came.</param>
/// <param name="UsageOnly">Where the event begins and ends that carries nothing but the usage; null when there is none.</param>
internal sealed record ChatStream(bool ContentSeen, string? Error, int ErrorStart, bool Ended, (int Start, int End)? UsageOnly)
{
    private static readonly string[] Contents = ["content", "refusal", "tool_calls", "function_call", "reasoning", "reasoning_content", "audio"];

    public static ChatStream Of(byte[] stream)
    {
        var (content, ended) = (false, false);
        (int, int)? usage = null;
        foreach (var (data, start, end) in SseText.Events(stream))
        {
            if (data == "[DONE]")
            {
                ended = true;
                continue;
            }

            using var chunk = JsonDocument.Parse(data);
            if (chunk.RootElement.TryGetProperty("error", out var error))
            {
                return new ChatStream(content, error.GetProperty("message").GetString(), start, ended, usage);
            }

            var choices = chunk.RootElement.GetProperty("choices");
            content |= choices.EnumerateArray().Any(HasContent);
            ended |= choices.EnumerateArray().Any(choice => IsText(choice, "finish_reason"));
            if (choices.GetArrayLength() == 0 && chunk.RootElement.TryGetProperty("usage", out var reported) && reported.ValueKind == JsonValueKind.Object)
            {
                usage = (start, end);
            }
        }

        return new ChatStream(content, null, -1, ended, usage);
    }

    private static bool HasContent(JsonElement choice) =>
        choice.TryGetProperty("delta", out var delta) && Contents.Any(name =>
            delta.TryGetProperty(name, out var value)
            && (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object || IsText(delta, name)));

    private static bool IsText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 };
}
