// What the type of a Responses event says.
namespace Router.Dialects;

/// <summary>The kinds of events that differ for the relay (mapping 4.3).</summary>
internal enum ResponsesEventKind
{
    /// <summary>Not an event of a stream, or one that is not known.</summary>
    Unknown = 0,

    /// <summary>The stream or a part of it begins: nothing of the answer yet.</summary>
    Preamble,

    /// <summary>An item begins; whether that is content is for the item's type to say.</summary>
    ItemAdded,

    /// <summary>Part of the answer.</summary>
    Content,

    /// <summary>The answer is whole.</summary>
    End,

    /// <summary>The answer failed.</summary>
    Failed,

    /// <summary>An error, which the failure may still follow.</summary>
    Error,
}
