// The cases of a cell for requests: each is carried to the upstream as a valid one, or refused by name.
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Crossing;

internal static class RequestCases
{
    /// <param name="folder">The folder of recordings; the requests lie in <c>requests/DIALECT/NAME.json</c> below it.</param>
    public static IEnumerable<Case> From(Surface caller, Surface upstream, string folder)
    {
        var requests = Path.Combine(folder, "requests", caller.Name);
        return Directory.Exists(requests)
            ? Directory.EnumerateFiles(requests, "*.json").Order(StringComparer.Ordinal).Select(file => Of(upstream, file))
            : throw new IOException($"There are no requests in {requests}.");
    }

    private static Case Of(Surface upstream, string file)
    {
        var body = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        var stream = (bool?)body["stream"] ?? false;
        return new Case(
            Path.GetFileNameWithoutExtension(file),
            stream,
            group => WithModel(body, group),
            200,
            [("content-type", stream ? "text/event-stream" : "application/json")],
            Encoding.UTF8.GetBytes(stream ? upstream.MadeAnswer.Stream : upstream.MadeAnswer.Body),
            new Expectation.CarriedOrRefused(),
            null)
        {
            Kind = "requests",
            IsForClient = false,
        };
    }

    private static byte[] WithModel(JsonObject body, string group)
    {
        body["model"] = group;
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
