// What one JSON document of the chat dialect holds: a whole answer or one chunk of a stream.
namespace Router.Dialects;

/// <summary>Facts of one document; filled by <see cref="ChatDocumentReader"/>.</summary>
internal struct ChatDocument
{
    /// <summary>There is a <c>choices</c> array.</summary>
    internal bool HasChoices { get; set; }

    /// <summary>Choices in it, as bits by their index.</summary>
    internal UInt128 Choices { get; set; }

    /// <summary>Of these, the ones with a finish reason.</summary>
    internal UInt128 Finished { get; set; }

    /// <summary>Text, reasoning, a call, a refusal or a finish reason.</summary>
    internal bool HasContent { get; set; }

    /// <summary>Bytes of text, reasoning and arguments, as written.</summary>
    internal long ContentBytes { get; set; }

    /// <summary>Strings that these bytes are in.</summary>
    internal int ContentStrings { get; set; }

    /// <summary>Where the inside of the last of these strings begins.</summary>
    internal int ContentStart { get; set; }

    /// <summary>
    /// Where the inside of the outermost object's last value begins, when that is a string under a name that is not read; else 0.
    /// </summary>
    internal int LastStart { get; set; }

    internal int LastLength { get; set; }

    /// <summary>There is a <c>usage</c> object.</summary>
    internal bool HasUsage { get; set; }

    /// <summary>Where the value of the top-level <c>model</c> stands, quotes included; length 0 when there is none.</summary>
    internal int ModelStart { get; set; }

    internal int ModelLength { get; set; }

    /// <summary>The spoken answers, which the provider keeps for the turns that follow.</summary>
    internal CreatedIds Created { get; set; }

    internal UpstreamErrorFacts? Error { get; set; }
}
