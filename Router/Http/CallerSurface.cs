// The paths of the caller surface.
using Router.Dialects;
using Router.Inference;
using Router.Relay;

namespace Router.Http;

/// <summary>Maps every path that callers may use (contract section 3).</summary>
internal static class CallerSurface
{
    /// <summary>Maps the surface.</summary>
    /// <param name="notReady">The fixed reason word why the process should get no requests, or null.</param>
    internal static void MapCallerSurface(
        this WebApplication app,
        RequestPipeline pipeline,
        ModelsEndpoint models,
        UsageEndpoint usage,
        RequestIds ids,
        string version,
        Func<string?> notReady)
    {
        Post("/v1/chat/completions", DialectAdapters.Of(Dialect.OpenAIChat), "chat.completions");
        Post("/v1/responses", DialectAdapters.Of(Dialect.OpenAIResponses), "responses");
        Post("/v1/embeddings", DialectAdapters.Embeddings, "embeddings");
        foreach (var prefix in (ReadOnlySpan<string>)["", "/anthropic"])
        {
            Post(prefix + "/v1/messages", DialectAdapters.Of(Dialect.AnthropicMessages), "messages");
            Post(prefix + "/v1/messages/count_tokens", DialectAdapters.CountTokens, "messages.count_tokens");
        }

        app.MapGet("/v1/responses", http => Plain.UpgradeAsync(http, ids.Next()));

        app.MapGet("/v1/models", models.ListAsync);
        app.MapGet("/v1/models/{**id}", models.GetAsync);
        app.MapGet("/v1/usage", usage.GetAsync);
        app.MapMethods("/", ["GET", "HEAD"], Named(static http => Plain.OkAsync(http, "router")));
        app.MapGet("/healthz", Named(static http => Plain.OkAsync(http, "ok")));
        app.MapGet("/readyz", Named(http => Plain.ReadyAsync(http, notReady())));
        app.MapGet("/version", Named(http => Plain.VersionAsync(http, version)));

        // With its own pattern: the default one leaves out paths that look like files.
        app.MapFallback("{*path}", http => Plain.NotFoundAsync(http, ids.Next()));

        void Post(string path, IDialectAdapter adapter, string endpoint)
        {
            app.MapPost(path, (RequestDelegate)(http => pipeline.RunAsync(http, adapter, endpoint)));
            app.Map(path, (RequestDelegate)(http => Plain.PostOnlyAsync(http, adapter.Dialect, ids.Next())));
        }

        RequestDelegate Named(RequestDelegate answer) => http =>
        {
            CallerAnswer.WriteRequestId(http.Response, Dialect.OpenAIChat, ids.Next());
            return answer(http);
        };
    }
}
