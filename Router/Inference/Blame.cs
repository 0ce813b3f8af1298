// Who is to blame for an error.
namespace Router.Inference;

/// <summary>The side at fault.</summary>
internal enum Blame
{
    /// <summary>The request was wrong or not allowed.</summary>
    Caller,

    /// <summary>This process cannot serve now.</summary>
    Router,

    /// <summary>A provider failed.</summary>
    Upstream,
}
