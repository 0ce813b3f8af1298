// What one JSON document of the Messages dialect holds: a whole answer or one event of a stream.
namespace Router.Dialects;

/// <summary>Facts of one document; filled by <see cref="MessagesDocumentReader"/>.</summary>
internal struct MessagesDocument
{
    internal MessagesEventKind Kind { get; set; }

    /// <summary>There is a list of content blocks.</summary>
    internal bool HasContentList { get; set; }

    /// <summary>The block that begins says something already: a call, a result, or text given whole.</summary>
    internal bool BlockIsContent { get; set; }

    /// <summary>Bytes of text, thinking and input, as written.</summary>
    internal long ContentBytes { get; set; }

    /// <summary>Where the value of the message's <c>model</c> stands, quotes included; length 0 when there is none.</summary>
    internal int ModelStart { get; set; }

    internal int ModelLength { get; set; }

    internal UpstreamErrorFacts? Error { get; set; }
}
