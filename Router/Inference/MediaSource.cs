// Where an image or a document comes from.
namespace Router.Inference;

/// <summary>One source; the cases are all there are. A file that a service keeps is not among them: ids belong to one account.</summary>
internal abstract record MediaSource
{
    private MediaSource()
    {
    }

    /// <summary>A link, which the router does not follow.</summary>
    internal sealed record Link(RawText Url) : MediaSource;

    /// <param name="MediaType">Lower case, without parameters, such as <c>image/png</c>.</param>
    /// <param name="Base64">The bytes in base64, as they stand in a JSON string (slashes may be escaped).</param>
    internal sealed record Inline(string MediaType, RawText Base64) : MediaSource;

    /// <summary>A document that is plain text.</summary>
    internal sealed record PlainText(RawText Value) : MediaSource;
}
