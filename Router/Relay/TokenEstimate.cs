// A count of tokens when no upstream counts.
using Router.Configuration;
using Router.Dialects;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// Good enough to decide when to shorten a conversation, and marked as what it is by <c>x-token-count: estimate</c> (contract section 3).
/// </summary>
internal static class TokenEstimate
{
    /// <summary>English text; the body's own punctuation makes up for denser languages.</summary>
    private const int TextBytesPerToken = 4;

    /// <summary>What services charge for an image of their largest size.</summary>
    private const int TokensPerImage = 1600;

    /// <summary>A base64 PDF holds much that is no text.</summary>
    private const int DocumentBytesPerToken = 16;

    /// <summary>The estimate for a request of any dialect.</summary>
    internal static long Of(RequestHead head) =>
        Ceiling(head.TextBytes, TextBytesPerToken) + Ceiling(head.DocumentBytes, DocumentBytesPerToken) + ((long)head.ImageCount * TokensPerImage);

    /// <summary>Answers with it.</summary>
    /// <param name="target">The one that would be asked to serve the request: the caller is told what the way there would cost.</param>
    internal static async Task WriteAsync(Exchange exchange, Target target)
    {
        var response = exchange.Http.Response;
        CallerAnswer.WriteRequestId(response, exchange.Dialect, exchange.RequestId);
        CallerAnswer.WriteGroup(exchange, exchange.Attempts.Count);
        if (exchange.TranslatedFor(target) is { } translated)
        {
            TranslatedAnswer.WriteLosses(response, translated.Losses);
        }

        response.Headers["x-token-count"] = "estimate";
        response.ContentType = "application/json";
        using var body = new PooledBuffer();
        CountTokensAdapter.WriteCount(body, Of(exchange.Head!));
        response.ContentLength = body.Length;
        await WriteLimit.WriteAsync(exchange.Http, body.WrittenMemory, exchange.Time, WriteLimit.Default).ConfigureAwait(false);
    }

    private static long Ceiling(long bytes, int perToken) => (bytes + perToken - 1) / perToken;
}
