// A simulator on a port of its own and a plain HTTP client for it.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Router.Simulator;
using Router.Tests.Support;

namespace Router.Tests.Simulator;

/// <summary>Speaks to the simulator as a program would, byte for byte.</summary>
internal sealed class SimulatorClient : IAsyncDisposable
{
    internal const string Chat = "/v1/chat/completions";
    internal const string Responses = "/v1/responses";
    internal const string Messages = "/v1/messages";

    private readonly SimulatorServer _server;
#pragma warning disable RS0030 // A test's own client, not the relay path.
    private readonly HttpClient _http;

    private SimulatorClient(SimulatorServer server)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = server.Address, Timeout = Patience.Limit };
    }
#pragma warning restore RS0030

    internal Uri Address => _server.Address;

    internal static async Task<SimulatorClient> Start(TimeProvider? time = null) =>
        new(await SimulatorServer.StartAsync(new Uri("http://127.0.0.1:0"), time ?? TimeProvider.System, null, CancellationToken.None));

    /// <summary>Answers as soon as the headers are there.</summary>
    internal async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string? body = null, (string Name, string Value)? header = null, Encoding? encoding = null,
        CancellationToken stop = default)
    {
#pragma warning disable RS0030
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, encoding ?? Encoding.UTF8, "application/json");
        }

        if (header is { } extra)
        {
            request.Headers.Add(extra.Name, extra.Value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
#pragma warning restore RS0030
    }

    internal async Task<(HttpStatusCode Status, JsonNode Body)> Post(string path, string body)
    {
        using var response = await Send(HttpMethod.Post, path, body);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>The answer of a request that must succeed.</summary>
    internal async Task<JsonNode> Ask(string path, string body)
    {
        var (status, answer) = await Post(path, body);
        return status == HttpStatusCode.OK ? answer : throw new InvalidOperationException($"{(int)status}: {answer.ToJsonString()}");
    }

    /// <summary>The events of a stream that ends well, each with its name.</summary>
    internal async Task<List<(string? Name, string Data)>> Stream(string path, string body)
    {
        using var response = await Send(HttpMethod.Post, path, body);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }

        return Events(await response.Content.ReadAsStringAsync());
    }

    internal static List<(string? Name, string Data)> Events(string text)
    {
        var events = new List<(string?, string)>();
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            var name = lines.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal))?[7..];
            events.Add((name, lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]));
        }

        return events;
    }

    /// <summary>Ends the server while its clients are still there.</summary>
    internal ValueTask StopServer() => _server.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
