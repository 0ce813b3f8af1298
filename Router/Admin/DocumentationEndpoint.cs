// /docs/…: the documentation.
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using Router.Http;

namespace Router.Admin;

/// <summary>
/// Serves the pages to whoever reaches the admin listener, without a token: they are the same in every deployment and hold nothing of
/// this one, and who is setting up a first client has no admin token.
/// </summary>
internal sealed class DocumentationEndpoint(DocumentationPages pages)
{
    private const string Markdown = ".md";

    /// <summary><c>/docs/</c>, <c>/docs/PAGE</c>, and the same as Markdown with <c>.md</c> or <c>?format=md</c>.</summary>
    internal Task GetAsync(HttpContext http)
    {
        var path = http.Request.RouteValues["page"]?.ToString() ?? "";
        if (path.Length == 0 && !http.Request.Path.Value!.EndsWith('/'))
        {
            // The links of a page are relative to its folder.
            http.Response.Redirect("docs/", permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        }

        var format = http.Request.Query["format"].ToString();
        if (format is not ("" or "md" or "html"))
        {
            return AdminAnswer.ErrorAsync(http, StatusCodes.Status400BadRequest, "invalid_format", "format is md or html.");
        }

        var asMarkdown = format == "md" || path.EndsWith(Markdown, StringComparison.Ordinal);
        var name = path.EndsWith(Markdown, StringComparison.Ordinal) ? path[..^Markdown.Length] : path;
        var page = pages.Find(name.Length == 0 ? DocumentationPages.Index : name);
        return page is null ? NotFoundAsync(http, path) : SendAsync(http, asMarkdown ? page.Markdown : page.Html);
    }

    private Task SendAsync(HttpContext http, DocumentationForm form)
    {
        WriteHead(http.Response.GetTypedHeaders(), form.Tag);
        if (EntityTags.IsKnown(http.Request, form.Tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return WriteAsync(http, form.ContentType, form.Body);
    }

    private Task NotFoundAsync(HttpContext http, string path)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        WriteHead(http.Response.GetTypedHeaders(), null);
        var depth = path.AsSpan().Count('/');
        return WriteAsync(http, "text/html; charset=utf-8", pages.NotFound(depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth))));
    }

    private void WriteHead(ResponseHeaders headers, EntityTagHeaderValue? tag)
    {
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        headers.Headers.ContentSecurityPolicy = pages.ContentSecurityPolicy;
        headers.Headers.XContentTypeOptions = "nosniff";
        headers.Headers["referrer-policy"] = "no-referrer";
    }

    private static Task WriteAsync(HttpContext http, string contentType, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
