// The official OpenAI client for Chat Completions.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Chat;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Sdks;

internal sealed class ChatSdk : ISdk
{
    public async Task<SdkReading> ReadAsync(Uri address, string token, string model, bool stream, CancellationToken cancellation)
    {
        var client = new ChatClient(model, new ApiKeyCredential(token), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "/v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
        try
        {
            return new SdkReading(stream ? await StreamAsync(client, cancellation) : await WholeAsync(client, cancellation), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new SdkReading(null, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", (error as ClientResultException)?.Status ?? 0);
        }
    }

    private static async Task<JsonObject> WholeAsync(ChatClient client, CancellationToken cancellation)
    {
        ChatCompletion answer = await client.CompleteChatAsync([new UserChatMessage("x")], cancellationToken: cancellation);
        return Reading.Of(
            string.Concat(answer.Content.Select(part => part.Text)),
            null,
            answer.Refusal,
            answer.ToolCalls.Select(call => Reading.Tool(call.Id, call.FunctionName, call.FunctionArguments.ToString())),
            FinishOf(answer.FinishReason),
            UsageOf(answer.Usage));
    }

    private static async Task<JsonObject> StreamAsync(ChatClient client, CancellationToken cancellation)
    {
        var (text, refusal) = (new StringBuilder(), new StringBuilder());
        var tools = new SortedDictionary<int, JsonObject>();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("x")], cancellationToken: cancellation))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            refusal.Append(update.RefusalUpdate);
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
            foreach (var call in update.ToolCallUpdates)
            {
                tools.TryAdd(call.Index, Reading.Tool(null, null, ""));
                var tool = tools[call.Index];
                tool["id"] = call.ToolCallId ?? (string?)tool["id"];
                tool["name"] = call.FunctionName ?? (string?)tool["name"];
                tool["args"] = (string?)tool["args"] + call.FunctionArgumentsUpdate;
            }
        }

        return Reading.Of(text.ToString(), null, refusal.Length == 0 ? null : refusal.ToString(), tools.Values, FinishOf(finish), UsageOf(usage));
    }

    private static string? FinishOf(ChatFinishReason? reason) => reason switch
    {
        ChatFinishReason.Stop => "stop",
        ChatFinishReason.Length => "length",
        ChatFinishReason.ToolCalls or ChatFinishReason.FunctionCall => "tool",
        ChatFinishReason.ContentFilter => "filter",
        _ => null,
    };

    private static JsonObject? UsageOf(ChatTokenUsage? usage)
    {
        if (usage is null)
        {
            return null;
        }

        var counts = Reading.Usage(usage.InputTokenCount, usage.OutputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0);
        counts["reasoning"] = usage.OutputTokenDetails?.ReasoningTokenCount ?? 0;
        return counts;
    }
}
