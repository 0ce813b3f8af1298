// The paths of the caller surface.
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
        Post("/v1/chat/completions", Dialect.OpenAIChat, "chat.completions");
        Post("/v1/responses", Dialect.OpenAIResponses, "responses");
        Post("/v1/messages", Dialect.AnthropicMessages, "messages");
        Post("/anthropic/v1/messages", Dialect.AnthropicMessages, "messages");

        app.MapGet("/v1/models", models.ListAsync);
        app.MapGet("/v1/models/{**id}", models.GetAsync);
        app.MapGet("/v1/usage", usage.GetAsync);
        app.MapMethods("/", ["GET", "HEAD"], Named(static http => Plain.OkAsync(http, "router")));
        app.MapGet("/healthz", Named(static http => Plain.OkAsync(http, "ok")));
        app.MapGet("/readyz", Named(http => Plain.ReadyAsync(http, notReady())));
        app.MapGet("/version", Named(http => Plain.VersionAsync(http, version)));

        // With its own pattern: the default one leaves out paths that look like files.
        app.MapFallback("{*path}", http => Plain.NotFoundAsync(http, ids.Next()));

        void Post(string path, Dialect dialect, string endpoint)
        {
            app.MapPost(path, (RequestDelegate)(http => pipeline.RunAsync(http, dialect, endpoint)));
            app.Map(path, (RequestDelegate)(http => Plain.PostOnlyAsync(http, dialect, ids.Next())));
        }

        RequestDelegate Named(RequestDelegate answer) => http =>
        {
            CallerAnswer.WriteRequestId(http.Response, Dialect.OpenAIChat, ids.Next());
            return answer(http);
        };
    }
}
