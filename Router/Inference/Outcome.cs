// How a request ended, and where its usage figures come from; the words of the ledger.
namespace Router.Inference;

/// <summary>The end of a request as the ledger's <c>outcome</c> writes it (lower case).</summary>
internal enum Outcome
{
    /// <summary>The caller got a whole answer.</summary>
    Completed,

    /// <summary>Router or upstream failed, or the upstream said that the request itself is wrong.</summary>
    Failed,

    /// <summary>The router said no; nothing reached an upstream.</summary>
    Refused,

    /// <summary>The caller left.</summary>
    Cancelled,

    /// <summary>The process died while the request was open; written at the next start.</summary>
    Interrupted,
}
