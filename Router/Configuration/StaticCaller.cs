// A caller written in the configuration file.
using System.Collections.Immutable;

namespace Router.Configuration;

/// <summary>One entry of <c>callers</c>; <paramref name="Allow"/> names groups, or is <c>*</c> alone for all of them.</summary>
internal sealed record StaticCaller(
    string Id, string User, string Project, string Environment, TokenHash TokenHash, ImmutableArray<string> Allow);
