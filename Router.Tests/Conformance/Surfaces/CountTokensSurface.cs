// The count of tokens beside Messages (mapping section 7).
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Sdks;

namespace Router.Tests.Conformance.Surfaces;

internal sealed class CountTokensSurface : Surface
{
    public override string Name => "anthropic-count-tokens";

    public override string Dialect => "anthropic-messages";

    public override string Path => "/v1/messages/count_tokens";

    public override ISdk Sdk { get; } = new CountTokensSdk();

    public override MadeAnswers Made { get; } = new(
        "", "", "",
        """{"input_tokens": 58""",
        """{"type": "error", "error": {"type": "made_error", "message": "Ungültig: erfunden", "extra": [1.0]}, "request_id": "req_made"}""");

    public override SurfaceSchemas Schemas { get; } = new("AnthropicCountTokensRequest", "AnthropicCountTokensResponse", "");

    public override IReadOnlyList<(string Name, string Value)> CallerHeaders => AnthropicHeaders.OfCaller;

    public override (string Name, string Value) Credential(string key) => ("x-api-key", key);

    public override string Ask(string group, bool stream, string more = "") =>
        $$"""{"model": "{{group}}", "messages": [{"role": "user", "content": "x"}]{{more}}}""";

    /// <summary>A provider that cannot count is no trouble of the caller's: the router estimates.</summary>
    public override Expectation OnFailure(Expectation.RouterError error) => new Expectation.Estimate();

    public override JsonObject Read(byte[] body) => JsonNode.Parse(body)!.AsObject();

    public override string ErrorType(int status) => AnthropicEnvelope.TypeOf(status);

    public override string? MessageIn(JsonElement envelope, string requestId) => AnthropicEnvelope.MessageIn(envelope, requestId);
}
