// A client of one surface of a running router, as callers' own programs are: HttpClient, within one wall.
using System.Net.Http.Headers;

namespace Router.Tests.Support;

#pragma warning disable RS0030 // HttpClient is banned in the product for its buffering and defaults; tests are its callers.
internal sealed class RouterClient : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="token">Sent as a bearer token with every request; none when null.</param>
    public RouterClient(Uri address, string? token)
    {
        _client = LoopbackClient.Create(address.OriginalString);
        _client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpRequestHeaders DefaultRequestHeaders => _client.DefaultRequestHeaders;

    public Task<HttpResponseMessage> GetAsync(Uri path, CancellationToken cancellation = default) => _client.GetAsync(path, cancellation);

    public Task<string> GetStringAsync(Uri path) => _client.GetStringAsync(path);

    /// <summary>Reads the answer to its end.</summary>
    public Task<HttpResponseMessage> PostAsync(Uri path, HttpContent? body, CancellationToken cancellation = default) =>
        _client.PostAsync(path, body, cancellation);

    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead,
        CancellationToken cancellation = default) =>
        _client.SendAsync(request, completion, cancellation);

    public void Dispose() => _client.Dispose();
}
#pragma warning restore RS0030
