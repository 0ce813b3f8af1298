// Who may do what on the admin listener.
using Router.Callers;
using Router.Configuration;

namespace Router.Admin;

/// <summary>Checks the credential and the role of every admin request (contract section 6). Caller tokens open nothing here.</summary>
internal sealed class AdminGate(ConfigurationState configuration, AdminDirectory admins)
{
    /// <summary>
    /// Runs <paramref name="action"/> when the credential has one of the <paramref name="roles"/> (or is <c>admin</c>).
    /// </summary>
    /// <param name="isOfWholeRouter">
    /// True for what concerns the whole router, which a grant that is limited to a project and environment does not open. False only where
    /// nothing of any project is told, or <paramref name="action"/> keeps to the scope of the grant.
    /// </param>
    internal RequestDelegate Require(AdminRoles roles, Func<HttpContext, AdminIdentity, Task> action, bool isOfWholeRouter = true) => http =>
    {
        var token = CredentialReader.Read(http.Request.Headers.Authorization, http.Request.Headers["x-api-key"], out var unreadable);
        if (unreadable is not null)
        {
            return AdminAnswer.ErrorAsync(http, unreadable.Code.Status, unreadable.Code.Name, unreadable.Detail);
        }

        if (admins.Resolve(TokenHash.Of(token), configuration.Current) is not { } admin)
        {
            return AdminAnswer.ErrorAsync(http, StatusCodes.Status401Unauthorized, "invalid_token", "This is not an admin token of this router.");
        }

        if (isOfWholeRouter && admin.Scope.Length > 0)
        {
            return AdminAnswer.ErrorAsync(
                http, StatusCodes.Status403Forbidden, "forbidden", "This concerns the whole router, and the token is good for one project or environment only.");
        }

        return (admin.Roles & (roles | AdminRoles.Admin)) == 0
            ? AdminAnswer.ErrorAsync(http, StatusCodes.Status403Forbidden, "forbidden", $"This needs one of the roles: {Names(roles | AdminRoles.Admin)}.")
            : action(http, admin);
    };

    private static string Names(AdminRoles roles) => roles.ToString().ToLowerInvariant();
}
