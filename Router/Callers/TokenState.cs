// What has become of a token.
namespace Router.Callers;

/// <summary>The states of the column <c>state</c>, written in lower case. Expiry is not a state: time brings it.</summary>
internal enum TokenState
{
    Active,
    Disabled,
    Rotated,
    Revoked,
}
