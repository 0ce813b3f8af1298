// Writes to the caller: heads, errors, forwarded bodies.
using System.Buffers;
using System.Globalization;
using System.Text;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Telemetry;
using Router.Upstreams;
using Router.Wire;

namespace Router.Relay;

/// <summary>The headers that every answer carries and the error envelope (contract section 3, mapping 5 and 6).</summary>
internal static class CallerAnswer
{
    private const string Json = "application/json";

    /// <summary>No service makes a longer one.</summary>
    private const int LongestId = 128;

    /// <summary>Puts the router's own id under the name that the caller's dialect uses.</summary>
    internal static void WriteRequestId(HttpResponse response, Dialect dialect, string requestId)
    {
        response.Headers["x-request-id"] = requestId;
        if (dialect == Dialect.AnthropicMessages)
        {
            response.Headers["request-id"] = requestId;
        }
    }

    /// <summary>Says which group was asked, and how many attempts were made for the answer.</summary>
    internal static void WriteGroup(Exchange exchange, int attempts)
    {
        exchange.Http.Response.Headers["x-router-group"] = exchange.Group!.Name;
        exchange.Http.Response.Headers["x-router-attempts"] = attempts.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The head of an answer that a target gave.</summary>
    internal static void WriteHead(Exchange exchange, Target target, int attempts, HttpResponseMessage upstream, int status)
    {
        var response = exchange.Http.Response;
        response.StatusCode = status;
        WriteRequestId(response, exchange.Dialect, exchange.RequestId);
        WriteGroup(exchange, attempts);
        if (!exchange.Snapshot.Server.GroupIdentity)
        {
            response.Headers["x-router-provider"] = target.Provider.Name;
            response.Headers["x-router-model"] = target.Model.Name;
        }

        if (status == StatusCodes.Status200OK && exchange.TranslatedFor(target) is null && (exchange.Head!.LeavesOutReasoning || exchange.IsWithoutReasoning(target)))
        {
            var leftOut = LossPolicy.Lose(LossRule.ForeignReasoning, exchange.Dialect, exchange.Dialect).Path;
            response.Headers["x-router-approximated"] = exchange.IsWithoutThinking
                ? $"{leftOut}, {LossPolicy.Lose(LossRule.ThinkingOffWithoutBlock, exchange.Dialect, exchange.Dialect).Path}"
                : leftOut;
        }

        var ownId = UpstreamIdName(exchange, target);
        var limits = exchange.Dialect == Dialect.AnthropicMessages ? "anthropic-ratelimit-" : "x-ratelimit-";
        foreach (var (name, values) in upstream.Headers.NonValidated)
        {
            if (name.Equals(ownId, StringComparison.OrdinalIgnoreCase))
            {
                Copy(response, target.Provider, "x-upstream-request-id", values.ToString());
            }
            else if (name.Equals("x-codex-turn-state", StringComparison.OrdinalIgnoreCase)
                || (exchange.Group!.Targets.Length == 1 && exchange.TranslatedFor(target) is null && name.StartsWith(limits, StringComparison.OrdinalIgnoreCase)))
            {
                Copy(response, target.Provider, name.ToLowerInvariant(), values.ToString());
            }
        }
    }

    /// <summary>The header in which a target names the request.</summary>
    internal static string UpstreamIdName(Exchange exchange, Target target) =>
        exchange.UpstreamDialectOf(target) == Dialect.AnthropicMessages ? "request-id" : "x-request-id";

    /// <summary>The name that <paramref name="target"/> gave the request, as it may stand in a log; null when it gave none that looks like one.</summary>
    internal static string? UpstreamId(Exchange exchange, Target target, HttpResponseMessage upstream) =>
        UpstreamSender.Header(upstream.Headers, UpstreamIdName(exchange, target)) is { Length: > 0 and <= LongestId } id && IsPrintable(id) && !EchoedKey.IsIn(target.Provider, id)
            ? Redaction.Clean(id)
            : null;

    /// <summary>Says which request of the upstream failed, so that its service can be asked about it.</summary>
    internal static void WriteUpstreamId(Exchange exchange)
    {
        if (exchange.FailedUpstreamId is { } id)
        {
            exchange.Http.Response.Headers["x-upstream-request-id"] = id;
        }
    }

    /// <summary>Makes the head of an event stream.</summary>
    internal static void WriteStreamHead(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
    }

    /// <inheritdoc cref="WriteErrorAsync(HttpContext, Dialect, string, RouterError, TimeProvider)"/>
    internal static Task WriteErrorAsync(Exchange exchange, RouterError error) =>
        WriteErrorAsync(exchange.Http, exchange.Dialect, exchange.RequestId, error, exchange.Time);

    /// <inheritdoc cref="WriteErrorAsync(HttpContext, Dialect, string, RouterError, TimeProvider)"/>
    internal static Task WriteErrorAsync(HttpContext http, Dialect dialect, string requestId, RouterError error, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return WriteErrorAsync(http, dialect, requestId, error, TimeProvider.System);
    }

    /// <summary>Answers with an error of the router in the caller's envelope; the write is bound by <see cref="WriteLimit"/>.</summary>
    internal static async Task WriteErrorAsync(HttpContext http, Dialect dialect, string requestId, RouterError error, TimeProvider time)
    {
        using var body = new PooledBuffer();
        ErrorEnvelope.Write(dialect, body, error, requestId);
        var response = http.Response;
        response.StatusCode = error.Code.Status;
        response.ContentType = Json;
        response.ContentLength = body.Length;
        WriteRequestId(response, dialect, requestId);
        response.Headers["x-router-error"] = error.Code.Name;
        if (error.Code.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (error.Code.NeverRetry || error.MayRetry is not null)
        {
            response.Headers["x-should-retry"] = error.MayRetry == true && !error.Code.NeverRetry ? "true" : "false";
        }

        WriteWait(response, dialect, error.RetryAfter);
        if (error.Code == ErrorCode.Draining && HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            // Who comes back comes to another process, or on a connection that does not end under the request.
            response.Headers.Connection = "close";
        }

        await WriteLimit.WriteAsync(http, body.WrittenMemory, time, WriteLimit.Default).ConfigureAwait(false);
    }

    /// <summary>Answers with a whole body of <paramref name="target"/>.</summary>
    internal static async Task WriteBodyAsync(Exchange exchange, Target target, string? contentType, ReadOnlySequence<byte> body)
    {
        var response = exchange.Http.Response;
        response.ContentType = contentType ?? Json;
        response.ContentLength = body.Length;
        foreach (var segment in body)
        {
            await WriteLimit.WriteAsync(exchange.Http, segment, exchange.Time, WriteLimit.Of(target)).ConfigureAwait(false);
        }
    }

    /// <summary>Says in the caller's form what an upstream's refusal says of trying again; nonsense is left out.</summary>
    internal static void WriteRetryHeaders(Exchange exchange, HttpResponseMessage upstream)
    {
        var response = exchange.Http.Response;
        WriteWait(response, exchange.Dialect, Failures.RetryAfter(upstream.Headers, exchange.Time));
        if (UpstreamSender.Header(upstream.Headers, "x-should-retry") is ("true" or "false") and var mayRetry)
        {
            response.Headers["x-should-retry"] = mayRetry;
        }
    }

    private static void WriteWait(HttpResponse response, Dialect dialect, TimeSpan? asked)
    {
        if (asked is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            if (dialect != Dialect.AnthropicMessages)
            {
                response.Headers["retry-after-ms"] = Math.Ceiling(wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The content type of an upstream's body; null when there is none that can be passed on.</summary>
    internal static string? ContentType(HttpResponseMessage upstream)
    {
        // As nearly all are, so that it need not be taken apart and put together again.
        if (UpstreamSender.Header(upstream.Content.Headers, "content-type") is Json)
        {
            return Json;
        }

        return upstream.Content.Headers.ContentType?.ToString() is { } type && IsPrintable(type) ? type : null;
    }

    /// <summary>Copies a header of an upstream, unless it holds what no header of an answer may, or a key: nobody loses an answer for it.</summary>
    private static void Copy(HttpResponse response, Provider provider, string name, string value)
    {
        if (IsPrintable(value) && !EchoedKey.IsIn(provider, value))
        {
            response.Headers[name] = value;
        }
    }

    private static bool IsPrintable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>The group's name as a JSON string; the configuration allows no character in it that needs an escape.</summary>
    internal static byte[] GroupName(Exchange exchange) => Encoding.UTF8.GetBytes($"\"{exchange.Group!.Name}\"");
}
