// What a token stands for.
using System.Collections.Immutable;
using Router.Configuration;

namespace Router.Callers;

/// <summary>The holder of a token and what it allows; the same before and after a rotation.</summary>
/// <param name="Id">The caller, or the administrator.</param>
/// <param name="User">Callers only, like project, environment and allow.</param>
/// <param name="Allow">Group names, or <c>*</c> alone.</param>
/// <param name="Roles">Administrators only, like scope.</param>
/// <param name="Scope"><c>project/environment</c>, or empty for everything.</param>
internal sealed record TokenFacts(
    TokenKind Kind,
    string Id,
    string User,
    string Project,
    string Environment,
    ImmutableArray<string> Allow,
    AdminRoles Roles,
    string Scope)
{
    internal static TokenFacts OfCaller(string id, string user, string project, string environment, ImmutableArray<string> allow) =>
        new(TokenKind.Caller, id, user, project, environment, allow, AdminRoles.None, "");

    internal static TokenFacts OfAdmin(string id, AdminRoles roles, string scope) =>
        new(TokenKind.Admin, id, "", "", "", [], roles, scope);
}
