// The small answers: health, readiness, version, unknown paths.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Router.Inference;
using Router.Relay;
using Router.Wire;

namespace Router.Http;

/// <summary>Answers that need no caller.</summary>
internal static class Plain
{
    /// <summary>200 with one word of ASCII.</summary>
    internal static async Task OkAsync(HttpContext http, string word, TimeProvider time)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = word.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await WriteLimit.WriteAsync(http, Encoding.ASCII.GetBytes(word), time, WriteLimit.Default).ConfigureAwait(false);
        }
    }

    /// <summary>200, or 503 with the fixed reason word.</summary>
    internal static Task ReadyAsync(HttpContext http, string? reason, TimeProvider time)
    {
        http.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return OkAsync(http, reason ?? "ready", time);
    }

    /// <summary>The product's version as JSON.</summary>
    internal static Task VersionAsync(HttpContext http, string version, TimeProvider time) => JsonAsync(http, time, json =>
    {
        json.WriteString("product"u8, "router"u8);
        json.WriteString("version"u8, version);
    });

    /// <summary>404 in the envelope that the path suggests.</summary>
    internal static Task NotFoundAsync(HttpContext http, string requestId)
    {
        var path = http.Request.Path;
        var dialect = path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) || path.StartsWithSegments("/anthropic", StringComparison.Ordinal)
            ? Dialect.AnthropicMessages
            : Dialect.OpenAIChat;
        var error = new RouterError(ErrorCode.NotFound, "There is nothing at this path for this method. Models are at GET /v1/models, chat at POST /v1/chat/completions.");
        return CallerAnswer.WriteErrorAsync(http, dialect, requestId, error, http.RequestAborted);
    }

    /// <summary>405 in the envelope of a path that takes POST alone.</summary>
    internal static Task PostOnlyAsync(HttpContext http, Dialect dialect, string requestId)
    {
        http.Response.Headers.Allow = HttpMethods.Post;
        var error = new RouterError(ErrorCode.MethodNotAllowed, "This path takes POST only.");
        return CallerAnswer.WriteErrorAsync(http, dialect, requestId, error, http.RequestAborted);
    }

    /// <summary>426: this surface has no WebSocket. A client that tries one first falls back at once on this answer.</summary>
    internal static Task UpgradeAsync(HttpContext http, string requestId)
    {
        if (!http.Request.Headers.ContainsKey("upgrade"))
        {
            return PostOnlyAsync(http, Dialect.OpenAIResponses, requestId);
        }

        var error = new RouterError(ErrorCode.UpgradeRequired, "There is no WebSocket here; send POST /v1/responses over HTTP.");
        return CallerAnswer.WriteErrorAsync(http, Dialect.OpenAIResponses, requestId, error, http.RequestAborted);
    }

    /// <summary>200 with one JSON object and its <c>ETag</c>; 304 when the caller has it already.</summary>
    internal static async Task JsonAsync(HttpContext http, TimeProvider time, Action<Utf8JsonWriter> write)
    {
        using var body = new PooledBuffer();
        var json = new Utf8JsonWriter(body);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\"");
        http.Response.Headers.ETag = tag.ToString();
        if (EntityTags.IsKnown(http.Request, tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await WriteLimit.WriteAsync(http, body.WrittenMemory, time, WriteLimit.Default).ConfigureAwait(false);
    }
}
