// Who is using the admin listener.
using Router.Configuration;

namespace Router.Callers;

/// <summary>An administrator whose credential was accepted; <paramref name="Scope"/> is <c>project/environment</c> or empty.</summary>
internal sealed record AdminIdentity(string Id, AdminRoles Roles, string Scope);
