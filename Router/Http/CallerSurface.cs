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
        this WebApplication app, RequestPipeline pipeline, ModelsEndpoint models, UsageEndpoint usage, string version, Func<string?> notReady)
    {
        Post("/v1/chat/completions", Dialect.OpenAIChat, "chat.completions");
        Post("/v1/responses", Dialect.OpenAIResponses, "responses");
        Post("/v1/messages", Dialect.AnthropicMessages, "messages");
        Post("/anthropic/v1/messages", Dialect.AnthropicMessages, "messages");

        app.MapGet("/v1/models", models.ListAsync);
        app.MapGet("/v1/models/{id}", models.GetAsync);
        app.MapGet("/v1/usage", usage.GetAsync);
        app.MapMethods("/", ["GET", "HEAD"], static http => Plain.OkAsync(http, "router"));
        app.MapGet("/healthz", static http => Plain.OkAsync(http, "ok"));
        app.MapGet("/readyz", http => Plain.ReadyAsync(http, notReady()));
        app.MapGet("/version", http => Plain.VersionAsync(http, version));
        app.MapFallback(static http => Plain.NotFoundAsync(http));

        void Post(string path, Dialect dialect, string endpoint) =>
            app.MapPost(path, (RequestDelegate)(http => pipeline.RunAsync(http, dialect, endpoint)));
    }
}
