// The ways of carrying a provider's credential.
namespace Router.Configuration;

/// <summary>The closed list behind <see cref="AuthScheme"/>.</summary>
internal enum AuthKind
{
    ByDialect,
    Bearer,
    XApiKey,
    Header,
    None,
}
