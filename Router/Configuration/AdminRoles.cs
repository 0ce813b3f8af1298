// What an admin credential may do.
namespace Router.Configuration;

/// <summary>The roles of contract section 6; written in lower case.</summary>
[Flags]
internal enum AdminRoles
{
    None = 0,
    Viewer = 1,
    Auditor = 2,
    Operator = 4,
    Admin = 8,
    Metrics = 16,
}
