// One accepted configuration in the list of revisions.
namespace Router.Ledger;

/// <param name="AcceptedAt">Unix milliseconds.</param>
/// <param name="Active">The one that requests run under.</param>
internal sealed record Revision(int Number, long AcceptedAt, string By, bool Active);
