// The count of tokens beside Responses, which only an upstream speaks (mapping section 7).
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Sdks;

namespace Router.Tests.Conformance.Surfaces;

internal sealed class InputTokensSurface : Surface
{
    public override string Name => "openai-responses-input-tokens";

    public override string Dialect => "openai-responses";

    public override string Path => "/v1/responses/input_tokens";

    public override ISdk Sdk => throw new InvalidOperationException("No caller speaks it.");

    public override MadeAnswers Made { get; } = new(
        "", "", "",
        """{"object": "response.input_tokens", "input_tokens": 58""",
        """{"error": {"message": "Ungültig: erfunden", "type": "made_error", "param": null, "code": "made"}}""");

    public override SurfaceSchemas Schemas { get; } = new("OpenAIResponsesRequest", "", "");

    public override string Ask(string group, bool stream, string more = "") => $$"""{"model": "{{group}}", "input": "x"{{more}}}""";

    public override JsonObject Read(byte[] body) => JsonNode.Parse(body)!.AsObject();

    public override string? MessageIn(JsonElement envelope, string requestId) => OpenAIEnvelope.MessageIn(envelope);
}
