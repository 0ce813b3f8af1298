// An admin token written in the configuration file.
namespace Router.Configuration;

/// <summary>One entry of <c>admin.tokens</c>; <paramref name="Scope"/> is <c>project/environment</c> or empty for everything.</summary>
internal sealed record StaticAdmin(string Id, TokenHash TokenHash, AdminRoles Roles, string Scope);
