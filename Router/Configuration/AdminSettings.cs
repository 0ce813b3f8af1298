// Who may use the admin listener, from the file.
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary><c>admin</c> of the configuration.</summary>
internal sealed record AdminSettings(ImmutableArray<StaticAdmin> Tokens);
