// Which door a token opens.
namespace Router.Callers;

/// <summary>Caller tokens open nothing on the admin listener, admin tokens nothing on the caller surface.</summary>
internal enum TokenKind
{
    Caller,
    Admin,
}
