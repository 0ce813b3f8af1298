// The official OpenAI client for Responses.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json.Nodes;
using OpenAI;
using OpenAI.Responses;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Sdks;

internal sealed class ResponsesSdk : ISdk
{
    public async Task<SdkReading> ReadAsync(Uri address, string token, string model, bool stream, CancellationToken cancellation)
    {
        var client = new OpenAIClient(new ApiKeyCredential(token), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "/v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        }).GetResponsesClient();
        var ask = new CreateResponseOptions(model, [ResponseItem.CreateUserMessageItem("x")]) { StreamingEnabled = stream };
        try
        {
            return new SdkReading(
                stream ? await StreamAsync(client, ask, cancellation) : OfResult(await client.CreateResponseAsync(ask, cancellation)), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new SdkReading(null, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", (error as ClientResultException)?.Status ?? 0);
        }
    }

    /// <summary>The answer of the last event; the pieces before it must say the same when it is whole.</summary>
    private static async Task<JsonObject> StreamAsync(ResponsesClient client, CreateResponseOptions ask, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        ResponseResult? last = null;
        await foreach (var update in await client.CreateResponseStreamingAsync(ask, cancellation))
        {
            text.Append((update as StreamingResponseOutputTextDeltaUpdate)?.Delta);
            last = update switch
            {
                StreamingResponseCreatedUpdate created => created.Response,
                StreamingResponseCompletedUpdate completed => completed.Response,
                StreamingResponseIncompleteUpdate incomplete => incomplete.Response,
                StreamingResponseFailedUpdate failed => failed.Response,
                _ => last,
            };
        }

        var reading = OfResult(last ?? throw new InvalidDataException("The stream has no response."));
        if (last.Status is ResponseStatus.Completed or ResponseStatus.Incomplete)
        {
            reading["text"] = text.ToString();
        }

        return reading;
    }

    private static JsonObject OfResult(ResponseResult result)
    {
        var parts = result.OutputItems.OfType<MessageResponseItem>().SelectMany(item => item.Content).ToList();
        var refusals = parts.Where(part => part.Kind == ResponseContentPartKind.Refusal).Select(part => part.Refusal).ToList();
        var calls = result.OutputItems.Select(ToolOf).OfType<JsonObject>().ToList();
        return Reading.Of(
            string.Concat(parts.Where(part => part.Kind == ResponseContentPartKind.OutputText).Select(part => part.Text)),
            null,
            refusals.Count == 0 ? null : string.Concat(refusals),
            calls,
            FinishOf(result, calls.Count > 0),
            UsageOf(result.Usage));
    }

    private static JsonObject? ToolOf(ResponseItem item) => item switch
    {
        FunctionCallResponseItem call => Reading.Tool(call.CallId, call.FunctionName, call.FunctionArguments.ToString()),
        CustomToolCallItem call => Reading.Tool(call.CallId, call.ToolName, call.Input),
        _ => null,
    };

    private static string? FinishOf(ResponseResult result, bool calls) => result.Status switch
    {
        ResponseStatus.Completed => calls ? "tool" : "stop",
        ResponseStatus.Incomplete => result.IncompleteStatusDetails?.Reason == ResponseIncompleteStatusReason.ContentFilter ? "filter" : "length",
        ResponseStatus.Failed => "error",
        ResponseStatus.InProgress => "in_progress",
        _ => null,
    };

    private static JsonObject? UsageOf(ResponseTokenUsage? usage)
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
