// The load under which the router is killed: callers that take each loss of connection as it comes and go on.
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Support;

namespace Router.Tests.KillLoop;

/// <summary>Remembers the request id of each answer that came whole, with 200: those the router has acknowledged.</summary>
internal sealed class KillLoad(Uri router, int connections) : IDisposable
{
    private static readonly string[] Bodies =
    [
        Body("", stream: false), Body("mock:wait ", stream: false), Body("mock:burst ", stream: true), Body("mock:slow ", stream: true),
    ];

    /// <summary>After a loss, so that a router that starts is not hindered by those who wait for it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
    });

    private readonly ConcurrentQueue<string> _acknowledged = new();
    private long _broken;
    private long _refused;

    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>Requests that ended without a whole answer.</summary>
    public long Broken => Interlocked.Read(ref _broken);

    /// <summary>Whole answers that were not 200.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Drives all connections until it is stopped, which waits for their last requests.</summary>
    public async Task RunAsync(CancellationToken stopping) =>
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => LoopAsync(number, stopping)));

    public void Dispose() => _client.Dispose();

    /// <summary>Limits of a licence of every kind that is counted.</summary>
    /// <param name="requests">The most requests in all.</param>
    public static JsonObject Limits(long requests) => new()
    {
        ["requests"] = new JsonObject
        {
            ["total"] = requests,
            ["month"] = requests,
            ["window"] = new JsonObject { ["count"] = requests, ["seconds"] = 3_600 },
        },
        ["tokens"] = new JsonObject { ["total"] = 1_000_000_000_000 },
    };

    private static string Body(string mock, bool stream) =>
        $$"""{"model":"g","messages":[{"role":"user","content":"{{mock}}hello"}],"max_completion_tokens":64{{(stream ? ",\"stream\":true" : "")}}}""";

    private async Task LoopAsync(int number, CancellationToken stopping)
    {
        for (var turn = number; !stopping.IsCancellationRequested; turn++)
        {
            try
            {
                await SendAsync(Bodies[turn % Bodies.Length]);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                Interlocked.Increment(ref _broken);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private async Task SendAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(router, "/v1/chat/completions"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RouterProcess.CallerToken);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, CancellationToken.None);
        await using (var answer = await response.Content.ReadAsStreamAsync(CancellationToken.None))
        {
            await answer.CopyToAsync(Stream.Null, CancellationToken.None);
        }

        if (response.IsSuccessStatusCode)
        {
            _acknowledged.Enqueue(response.Headers.GetValues("x-request-id").Single());
        }
        else
        {
            Interlocked.Increment(ref _refused);
        }
    }
}
