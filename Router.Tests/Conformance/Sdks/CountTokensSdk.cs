// The official Anthropic client for the count of tokens.
using System.Text.Json.Nodes;
using Anthropic.Models.Messages;

namespace Router.Tests.Conformance.Sdks;

internal sealed class CountTokensSdk : ISdk
{
    public async Task<SdkReading> ReadAsync(Uri address, string token, string model, bool stream, CancellationToken cancellation)
    {
        using var client = AnthropicSdk.Client(address, token);
        var ask = new MessageCountTokensParams { Model = model, Messages = [new UserMessageParam("x")] };
        return await AnthropicSdk.ReadAsync(async () =>
            new JsonObject { ["input_tokens"] = (await client.Messages.CountTokens(ask, cancellation)).InputTokens });
    }
}
