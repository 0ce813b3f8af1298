// The HTML around the text of a documentation page.
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Router.Admin;

/// <summary>One document with its style inside: nothing else is loaded, nothing runs.</summary>
internal sealed class DocumentationShell(string version, string style)
{
    /// <summary>Allows the one style by its hash, and no script, picture, frame, form or other place at all.</summary>
    internal string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The whole document.</summary>
    /// <param name="menu">The list of pages, as HTML.</param>
    /// <param name="text">The page, as HTML.</param>
    /// <param name="source">The page's file, for those who want it as Markdown; null when there is none.</param>
    /// <param name="toRoot">The way from here to <c>/docs/</c>.</param>
    internal string Wrap(string title, string menu, string text, string? source, string toRoot) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{WebUtility.HtmlEncode(title)} · router</title>
        <style>{style}</style>
        </head>
        <body>
        <header><a href="{toRoot}">router</a> documentation</header>
        <main>
        {text}</main>
        <nav aria-label="Pages">
        {menu}</nav>
        <footer>router {WebUtility.HtmlEncode(version)}{(source is null ? "" : $" · <a href=\"{source}\">this page as Markdown</a>")}</footer>
        </body>
        </html>

        """;
}
