// What the official Anthropic client is set to, and how what it throws is read.
using Anthropic;
using Anthropic.Exceptions;

namespace Router.Tests.Conformance.Sdks;

internal static class AnthropicSdk
{
    /// <summary>A client that asks once.</summary>
    public static AnthropicClient Client(Uri address, string token) =>
        new() { BaseUrl = address.OriginalString, ApiKey = token, MaxRetries = 0 };

    /// <summary>Never throws for what the answer is.</summary>
    public static async Task<SdkReading> ReadAsync(Func<Task<System.Text.Json.Nodes.JsonObject>> read)
    {
        try
        {
            return new SdkReading(await read(), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new SdkReading(null, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}", (int)((error as AnthropicApiException)?.StatusCode ?? 0));
        }
    }
}
