// The images and documents in a request.
namespace Router.Dialects;

/// <summary>A part that is not known stays in the text, which makes the bound on input larger and never smaller.</summary>
/// <param name="ImageCount">Images, inline, by link or by id.</param>
/// <param name="ImageBytes">Bytes of inline images; a link counts as text.</param>
/// <param name="HasDocument">There is a document, in whatever form.</param>
/// <param name="DocumentBytes">Bytes of inline documents.</param>
/// <param name="HasLinkedDocument">A document is named by its address; also when only an image is, beside a document of another form.</param>
internal readonly record struct MediaFacts(
    int ImageCount, long ImageBytes, bool HasDocument, long DocumentBytes, bool HasLinkedDocument = false);
