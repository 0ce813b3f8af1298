// One revision in the list of them.
namespace Router.Ledger;

/// <summary><paramref name="AcceptedAt"/> is Unix milliseconds; <paramref name="Active"/> is 1 for the one in force.</summary>
internal sealed record RevisionEntry(long Revision, long AcceptedAt, string By, long Active);
