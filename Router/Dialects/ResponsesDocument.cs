// What one JSON document of the Responses dialect holds: a whole answer or one event of a stream.
namespace Router.Dialects;

/// <summary>Facts of one document; filled by <see cref="ResponsesDocumentReader"/>.</summary>
internal struct ResponsesDocument
{
    /// <summary>Of an event, by its <c>type</c>.</summary>
    internal ResponsesEventKind Kind { get; set; }

    /// <summary>The document, or the one inside it, is a response object.</summary>
    internal bool HasResponse { get; set; }

    /// <summary>A whole answer: an output, or at least its id and model, whatever a vendor has put beside them.</summary>
    internal readonly bool IsAnswer => HasResponse || (IdLength > 0 && ModelLength > 0);

    /// <summary>The item that begins says something by its type alone, as a call does.</summary>
    internal bool ItemIsContent { get; set; }

    /// <summary>The response says that it failed.</summary>
    internal bool IsFailed { get; set; }

    /// <summary>The response says <c>store: false</c>.</summary>
    internal bool IsNotKept { get; set; }

    /// <summary>Bytes of text, reasoning and arguments, as written.</summary>
    internal long ContentBytes { get; set; }

    /// <summary>Where the value of the response's <c>model</c> stands, quotes included; length 0 when there is none.</summary>
    internal int ModelStart { get; set; }

    internal int ModelLength { get; set; }

    /// <summary>Where the value of the response's <c>id</c> stands, quotes included; length 0 when there is none.</summary>
    internal int IdStart { get; set; }

    internal int IdLength { get; set; }

    /// <summary>Unix seconds; 0 when the response does not say.</summary>
    internal long CreatedAt { get; set; }

    internal UpstreamErrorFacts? Error { get; set; }
}
