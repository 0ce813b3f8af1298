// The least that a proxy on this platform can do: Kestrel in front, the platform's client behind, and nothing in between.
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Router.Inference;
using Router.Upstreams;

namespace Router.Tests.Benchmarks;

/// <summary>
/// It sends the headers and the body on as they are, and streams the answer back with a flush for each read: the baseline for what the
/// router adds. Its server limits and its client are tuned as the router's are.
/// </summary>
internal static class BarePassThrough
{
    /// <summary>Serves until <paramref name="stopping"/>; tells its port once it listens.</summary>
    public static async Task RunAsync(int upstreamPort, Action<int> listening, CancellationToken stopping)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.AddServerHeader = false;
            options.AllowSynchronousIO = false;
            options.Limits.MaxRequestBodySize = 32 * 1024 * 1024;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
        });
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        });
        var addresses = Enum.GetValues<Dialect>().Select(dialect => dialect.DefaultPath()).ToDictionary(
            path => path, path => new Uri($"http://127.0.0.1:{upstreamPort}{path}"), StringComparer.Ordinal);
        await using var app = builder.Build();
        app.Run(context => ForwardAsync(context, client, addresses[context.Request.Path.Value!]));
        await app.StartAsync(stopping);
        listening(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
        await app.WaitForShutdownAsync(stopping);
    }

    private static async Task ForwardAsync(HttpContext context, HttpMessageInvoker client, Uri address)
    {
        var reader = context.Request.BodyReader;
        var received = await reader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 0), context.RequestAborted);
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new SequenceContent(received.Buffer) };
        foreach (var (name, value) in context.Request.Headers)
        {
            if (!IsOfConnection(name))
            {
                // Those of the content are refused here: the content has its own.
                message.Headers.TryAddWithoutValidation(name, value.ToString());
            }
        }

        using var answer = await client.SendAsync(message, context.RequestAborted);
        reader.AdvanceTo(received.Buffer.End);
        context.Response.StatusCode = (int)answer.StatusCode;
        CopyHeaders(answer.Headers, context.Response.Headers);
        CopyHeaders(answer.Content.Headers, context.Response.Headers);
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var writer = context.Response.BodyWriter;
        while (await body.ReadAsync(writer.GetMemory(4096), context.RequestAborted) is var read and > 0)
        {
            writer.Advance(read);
            await writer.FlushAsync(context.RequestAborted);
        }
    }

    private static void CopyHeaders(HttpHeaders from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (!IsOfConnection(name))
            {
                to[name] = values.ToString();
            }
        }
    }

    /// <summary>Of one connection alone, so that the other one has its own.</summary>
    private static bool IsOfConnection(string name) =>
        name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
