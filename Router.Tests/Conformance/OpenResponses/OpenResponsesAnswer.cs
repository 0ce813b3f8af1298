// What came of a request in the Responses dialect: the response object, and the events that led to it.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.OpenResponses;

/// <param name="Text">All of the body.</param>
/// <param name="Response">The body, or what the last event of a stream holds; null when there is none.</param>
/// <param name="Events">The data of a stream's events; empty without a stream.</param>
internal sealed record OpenResponsesAnswer(int Status, string Text, JsonObject? Response, IReadOnlyList<JsonObject> Events)
{
    private static readonly string[] Ends = ["response.completed", "response.incomplete", "response.failed"];

    /// <summary>Asks a router for a group.</summary>
    public static async Task<OpenResponsesAnswer> AskAsync(
        HttpMessageInvoker caller, Uri router, string token, string group, OpenResponsesCase @case, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(router, "/v1/responses"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(@case.Body(group), new MediaTypeHeaderValue("application/json"));
        using var answer = await caller.SendAsync(request, cancellation);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        var (status, text) = ((int)answer.StatusCode, Encoding.UTF8.GetString(body));
        if (!@case.Stream || status != 200)
        {
            return new OpenResponsesAnswer(status, text, status == 200 ? JsonNode.Parse(text) as JsonObject : null, []);
        }

        JsonObject[] events = [.. SseText.Events(body).Select(e => JsonNode.Parse(e.Data)!.AsObject())];
        return new OpenResponsesAnswer(status, text, events.LastOrDefault(e => Ends.Contains((string?)e["type"]))?["response"] as JsonObject, events);
    }
}
