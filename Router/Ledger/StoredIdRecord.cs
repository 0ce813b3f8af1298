// The ids of one answer on their way to the database.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Ledger;

/// <param name="ExpiresAt">Unix milliseconds.</param>
internal sealed record StoredIdRecord(string ProjectId, TargetName Target, long ExpiresAt, ImmutableArray<IdHash> Hashes);
