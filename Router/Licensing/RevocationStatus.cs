// What happened to a licence before its time.
namespace Router.Licensing;

/// <summary>The <c>status</c> of an entry. All but the last end the licence as <c>revoked</c>; a cancelled one ends as an expired one does.</summary>
internal enum RevocationStatus
{
    Revoked,
    Suspended,
    Superseded,
    Cancelled,
}
