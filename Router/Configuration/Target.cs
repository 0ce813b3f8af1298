// Provider and model inside a group.
namespace Router.Configuration;

/// <summary>One entry of a group's <c>targets</c>. A <paramref name="Weight"/> of 0 serves as fallback only.</summary>
internal sealed record Target(Provider Provider, Model Model, int Weight);
