// Who is to blame for an error.
namespace Router.Inference;

/// <summary>The side at fault; decides the log level and the outcome in the ledger.</summary>
internal enum Blame
{
    /// <summary>The request was wrong or not allowed: outcome <see cref="Outcome.Refused"/>.</summary>
    Caller,

    /// <summary>This process cannot serve now.</summary>
    Router,

    /// <summary>A provider failed.</summary>
    Upstream,
}
