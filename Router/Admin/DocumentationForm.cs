// One form of a documentation page, as it is sent.
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Router.Admin;

/// <summary>The bytes of a page as HTML or as Markdown, with a tag that changes when they do.</summary>
internal sealed class DocumentationForm(string contentType, byte[] body)
{
    /// <summary>The media type with its character set.</summary>
    internal string ContentType { get; } = contentType;

    /// <summary>The whole body.</summary>
    internal ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Of the bytes alone, so that a restart of the same version keeps what browsers have.</summary>
    internal EntityTagHeaderValue Tag { get; } = new($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"");
}
