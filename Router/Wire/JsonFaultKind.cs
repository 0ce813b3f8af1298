// Why a body is refused before anything in it is read.
namespace Router.Wire;

/// <summary>The kinds of <see cref="JsonFault"/>.</summary>
internal enum JsonFaultKind
{
    /// <summary>There is no fault.</summary>
    None,

    /// <summary>Nothing at all, or white space only.</summary>
    Empty,

    /// <summary>Bytes that are not UTF-8.</summary>
    NotUtf8,

    /// <summary>Not JSON, or JSON with more after its end.</summary>
    Malformed,

    /// <summary>Nested deeper than <see cref="JsonDocumentScan.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>Two top-level members of one name: readers disagree on which one counts.</summary>
    DuplicateMember,
}
