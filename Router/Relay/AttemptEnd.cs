// How one attempt ended.
namespace Router.Relay;

/// <summary>The closed list of ends.</summary>
internal enum AttemptEnd
{
    /// <summary>The caller has the whole answer.</summary>
    Served,

    /// <summary>The upstream said that the request itself is wrong; its own words went to the caller.</summary>
    Forwarded,

    /// <summary>Failed before any content: another attempt may follow.</summary>
    Failed,

    /// <summary>Failed after content: the caller has an error event, nothing may follow.</summary>
    Broken,

    /// <summary>The caller left.</summary>
    CallerLeft,
}
