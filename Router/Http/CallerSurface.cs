// The paths of the caller surface.
using Router.Dialects;
using Router.Inference;
using Router.Relay;

namespace Router.Http;

/// <summary>Maps every path that callers may use (contract section 3).</summary>
internal static class CallerSurface
{
    private static readonly string[] Reads = ["GET", "HEAD"];

    /// <summary>Maps the surface.</summary>
    /// <param name="notReady">The fixed reason word why the process should get no requests, or null.</param>
    internal static void MapCallerSurface(
        this WebApplication app,
        RequestPipeline pipeline,
        ModelsEndpoint models,
        UsageEndpoint usage,
        RequestIds ids,
        string version,
        Func<string?> notReady,
        TimeProvider time)
    {
        // The paths that nearly all requests go to are found without routing, which would cost more than finding the caller.
        var posts = new Dictionary<string, RequestDelegate>(StringComparer.Ordinal);
        app.Use(next => http => http.Request.Path.Value is { } path && HttpMethods.IsPost(http.Request.Method) && posts.TryGetValue(path, out var post)
            ? post(http)
            : next(http));
        app.UseRouting();

        Post("/v1/chat/completions", DialectAdapters.Of(Dialect.OpenAIChat), "chat.completions");
        Post("/v1/responses", DialectAdapters.Of(Dialect.OpenAIResponses), "responses");
        Post("/v1/embeddings", DialectAdapters.Embeddings, "embeddings");
        foreach (var prefix in (ReadOnlySpan<string>)["", "/anthropic"])
        {
            Post(prefix + "/v1/messages", DialectAdapters.Of(Dialect.AnthropicMessages), "messages");
            Post(prefix + "/v1/messages/count_tokens", DialectAdapters.CountTokens, "messages.count_tokens");
        }

        app.MapGet("/v1/responses", http => Plain.UpgradeAsync(http, ids.Next()));

        app.MapMethods("/v1/models", Reads, models.ListAsync);
        app.MapMethods("/v1/models/{**id}", Reads, models.GetAsync);
        app.MapMethods("/v1/usage", Reads, usage.GetAsync);
        app.MapMethods("/", Reads, Named(http => Plain.OkAsync(http, "router", time)));
        app.MapMethods("/healthz", Reads, Named(http => Plain.OkAsync(http, "ok", time)));
        app.MapMethods("/readyz", Reads, Named(http => Plain.ReadyAsync(http, notReady(), time)));
        app.MapMethods("/version", Reads, Named(http => Plain.VersionAsync(http, version, time)));

        // With its own pattern: the default one leaves out paths that look like files.
        app.MapFallback("{*path}", http => Plain.NotFoundAsync(http, ids.Next()));

        void Post(string path, IDialectAdapter adapter, string endpoint)
        {
            posts[path] = http => pipeline.RunAsync(http, adapter, endpoint);
            app.MapPost(path, posts[path]);
            app.Map(path, (RequestDelegate)(http => Plain.PostOnlyAsync(http, adapter.Dialect, ids.Next())));
        }

        RequestDelegate Named(RequestDelegate answer) => http =>
        {
            CallerAnswer.WriteRequestId(http.Response, Dialect.OpenAIChat, ids.Next());
            return answer(http);
        };
    }
}
