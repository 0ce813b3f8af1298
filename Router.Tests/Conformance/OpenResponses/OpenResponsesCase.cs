// One request of the Open Responses compliance tests, and what must come of it.
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.OpenResponses;

/// <param name="Members">The body, without <c>model</c> and <c>stream</c>.</param>
/// <param name="Output">The type of an item that the answer must have.</param>
internal sealed record OpenResponsesCase(string Name, string Members, bool Stream = false, string Output = OpenResponsesCase.Message)
{
    public const string Message = "message";
    public const string FunctionCall = "function_call";

    private const string Hello = """{"type":"message","role":"user","content":"Please say hello, in three words."}""";

    private const string WeatherTool = """
        "input":[{"type":"message","role":"user","content":"How is the weather in San Francisco now?"}],
        "tools":[{"type":"function","name":"get_weather","description":"The weather at a place at this moment",
          "parameters":{"type":"object","properties":{"location":{"type":"string","description":"City and state"}},"required":["location"]}}]
        """;

    private const string Pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>
    /// The requests over HTTP that a server without state must carry out. The suite's others need what the router does not have: WebSockets,
    /// and compaction, which only the service that made a conversation's hidden parts can do.
    /// </summary>
    public static IReadOnlyList<OpenResponsesCase> All { get; } =
    [
        new("text", $"\"input\":[{Hello}]"),
        new("text, stream", $"\"input\":[{Hello}]", Stream: true),
        new("system message", $$"""
            "input":[{"type":"message","role":"system","content":"You are a pirate and speak as one."},{{Hello}}]
            """),
        new("tool", WeatherTool, Output: FunctionCall),
        new("tool, stream", WeatherTool, Stream: true, Output: FunctionCall),
        new("image", $$"""
            "input":[{"type":"message","role":"user","content":[
              {"type":"input_text","text":"What is in this picture? One sentence."},{"type":"input_image","image_url":"{{Pixel}}"}]}]
            """),
        new("several turns", """
            "input":[{"type":"message","role":"user","content":"I am Alice."},
              {"type":"message","role":"assistant","content":"Good morning, Alice! What can I do for you?"},
              {"type":"message","role":"user","content":"What am I called?"}]
            """),
        new("phases of assistant messages", """
            "input":[{"type":"message","role":"assistant","phase":"commentary","content":"I look up the number that was kept."},
              {"type":"message","role":"assistant","phase":"final_answer","content":"It is four."},
              {"type":"message","role":"user","content":"Only the number again, please."}]
            """),
    ];

    public static OpenResponsesCase Of(string name) => All.Single(@case => @case.Name == name);

    public string Body(string model) => $$"""{"model":"{{model}}","stream":{{(Stream ? "true" : "false")}},{{Members}}}""";

    /// <summary>Null when the answer is what the test asks for, else what is wrong with it.</summary>
    public string? Fault(OpenResponsesAnswer answer)
    {
        if (answer.Status != 200)
        {
            return $"status {answer.Status}: {answer.Text}";
        }

        var response = answer.Response;
        return response is null ? "no response object: " + answer.Text
            : (string?)response["status"] != "completed" ? $"status is {response["status"]}"
            : ItemOf(response) is not { } item ? $"no item of type {Output} in {response["output"]?.ToJsonString()}"
            : Output == FunctionCall ? CallFault(item) ?? (Stream ? CallEventFault(answer.Events) : null)
            : item["content"] is not JsonArray { Count: > 0 } content || string.IsNullOrEmpty((string?)content[0]!["text"]) ? "the message is empty"
            : null;
    }

    private JsonNode? ItemOf(JsonObject response) => (response["output"] as JsonArray)?.FirstOrDefault(item => (string?)item!["type"] == Output);

    private static string? CallFault(JsonNode call) =>
        (string?)call["name"] != "get_weather" ? $"the tool is {call["name"]}"
        : JsonNode.Parse((string)call["arguments"]!)?["location"] is null ? $"no location in {call["arguments"]}"
        : null;

    private static string? CallEventFault(IReadOnlyList<JsonObject> events) =>
        !events.Any(e => IsOfCall(e, "response.output_item.added")) ? "the call is not announced"
        : !events.Any(e => (string?)e["type"] == "response.function_call_arguments.delta") ? "no piece of the arguments"
        : !events.Any(e => (string?)e["type"] == "response.function_call_arguments.done") ? "the arguments do not end"
        : !events.Any(e => IsOfCall(e, "response.output_item.done")) ? "the call does not end"
        : null;

    private static bool IsOfCall(JsonObject e, string type) => (string?)e["type"] == type && (string?)e["item"]?["type"] == FunctionCall;
}
