// One accepted configuration: immutable, indexed, shared by every request that began with it.
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>The whole configuration as requests see it. A reload makes a new one; running requests keep theirs.</summary>
internal sealed record RouterSnapshot
{
    /// <summary>The number of the revision (contract section 2), 0 before the ledger has given one.</summary>
    internal required int Revision { get; init; }

    internal required ServerSettings Server { get; init; }

    internal required LicenseSettings License { get; init; }

    internal required LedgerSettings Ledger { get; init; }

    /// <summary>Providers by name.</summary>
    internal required FrozenDictionary<string, Provider> Providers { get; init; }

    /// <summary>Groups in file order.</summary>
    internal required ImmutableArray<ModelGroup> Groups { get; init; }

    /// <summary>Groups by name and by every alias.</summary>
    internal required FrozenDictionary<string, ModelGroup> GroupsByName { get; init; }

    /// <summary>Callers of the file, by the hash of their token.</summary>
    internal required FrozenDictionary<TokenHash, StaticCaller> Callers { get; init; }

    /// <summary>The ids of those callers in file order.</summary>
    internal ImmutableArray<string> CallerIds { get; init; } = [];

    internal required AdminSettings Admin { get; init; }
}
