// How a provider wants its credential.
namespace Router.Configuration;

/// <summary><c>auth</c> of a provider: which header carries the key. <paramref name="Header"/> is set for <see cref="AuthKind.Header"/> only.</summary>
internal sealed record AuthScheme(AuthKind Kind, string Header = "")
{
    /// <summary>By dialect: <c>x-api-key</c> for Messages, a bearer for the others.</summary>
    internal static AuthScheme ByDialect { get; } = new(AuthKind.ByDialect);
}
