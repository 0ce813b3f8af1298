// The official Anthropic client for Messages.
using System.Text.Json.Nodes;
using Anthropic.Helpers;
using Anthropic.Models.Messages;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Sdks;

internal sealed class MessagesSdk : ISdk
{
    public async Task<SdkReading> ReadAsync(Uri address, string token, string model, bool stream, CancellationToken cancellation)
    {
        using var client = AnthropicSdk.Client(address, token);
        var ask = new MessageCreateParams { Model = model, MaxTokens = 64, Messages = [new UserMessageParam("x")] };
        return await AnthropicSdk.ReadAsync(async () =>
        {
            if (!stream)
            {
                return OfMessage(await client.Messages.Create(ask, cancellation));
            }

            var aggregator = new MessageContentAggregator();
            await foreach (var _ in aggregator.CollectAsync(client.Messages.CreateStreaming(ask, cancellation)))
            {
                // Collected on the way.
            }

            return OfMessage(aggregator.Message());
        });
    }

    private static JsonObject OfMessage(Message message)
    {
        var (read, written) = (message.Usage.CacheReadInputTokens ?? 0, message.Usage.CacheCreationInputTokens ?? 0);
        var counts = Reading.Usage(message.Usage.InputTokens + read + written, message.Usage.OutputTokens, read);
        counts["cacheWrite"] = written;
        return Reading.Of(
            string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : "")),
            string.Concat(message.Content.Select(block => block.TryPickThinking(out var thinking) ? thinking.Thinking : "")),
            message.StopReason == StopReason.Refusal ? "" : null,
            message.Content.Select(block => block.TryPickToolUse(out var call) ? ToolOf(call) : null).OfType<JsonObject>(),
            FinishOf(message),
            counts);
    }

    private static JsonObject ToolOf(ToolUseBlock call) => Reading.Tool(
        call.ID,
        call.Name,
        new JsonObject(call.Input.Select(member => KeyValuePair.Create(member.Key, JsonNode.Parse(member.Value.GetRawText())))).ToJsonString());

    private static string? FinishOf(Message message) => message.StopReason?.Raw() switch
    {
        "end_turn" or "stop_sequence" => "stop",
        "max_tokens" or "model_context_window_exceeded" => "length",
        "tool_use" => "tool",
        "pause_turn" => "pause",
        var other => other,
    };
}
