// Reads an answer with the official OpenAI client for .NET, pointed at any address.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Router.Tests.Conformance;

internal static class OpenAIClientReading
{
    /// <summary>A line that holds what the client made of the answer, or the type of what it threw.</summary>
    public static async Task<(string Reading, bool Threw)> ReadAsync(Uri address, string token, string model, bool stream, CancellationToken cancellation)
    {
        var client = new ChatClient(model, new ApiKeyCredential(token), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "/v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
        try
        {
            return (stream ? await StreamAsync(client, cancellation) : await WholeAsync(client, cancellation), false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return ($"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", true);
        }
    }

    private static async Task<string> WholeAsync(ChatClient client, CancellationToken cancellation)
    {
        ChatCompletion answer = await client.CompleteChatAsync([new UserChatMessage("x")], cancellationToken: cancellation);
        var calls = answer.ToolCalls.Select(call => $"{call.Id} {call.FunctionName} {call.FunctionArguments}");
        return $"{string.Concat(answer.Content.Select(part => part.Text))}|{answer.Refusal}|{string.Join(';', calls)}|{answer.FinishReason}|{answer.Usage?.TotalTokenCount}";
    }

    private static async Task<string> StreamAsync(ChatClient client, CancellationToken cancellation)
    {
        var (text, refusal, calls) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        ChatFinishReason? finish = null;
        int? tokens = null;
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("x")], cancellationToken: cancellation))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            refusal.Append(update.RefusalUpdate);
            calls.AppendJoin("", update.ToolCallUpdates.Select(call => $"[{call.Index} {call.ToolCallId} {call.FunctionName} {call.FunctionArgumentsUpdate}]"));
            finish = update.FinishReason ?? finish;
            tokens = update.Usage?.TotalTokenCount ?? tokens;
        }

        return $"{text}|{refusal}|{calls}|{finish}|{tokens}";
    }
}
