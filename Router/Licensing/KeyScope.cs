// What a key may sign.
using System.Collections.Immutable;

namespace Router.Licensing;

/// <summary>The scope of a trusted key (licence section 3). A list that is default says nothing about its matter.</summary>
/// <param name="Issuer">The issuer that the key belongs to; null: any.</param>
/// <param name="NotBefore">From when on it signs, in seconds since 1970, by the <c>iat</c> of what it signed.</param>
/// <param name="MaxDays">The longest licence, from <c>nbf</c> to the end of the grace.</param>
/// <param name="LoopbackOnly">True: only for routers whose listeners are all on loopback.</param>
internal sealed record KeyScope(
    string? Issuer,
    long? NotBefore,
    long? NotAfter,
    ImmutableArray<string> Environments,
    ImmutableArray<string> Modes,
    ImmutableArray<string> Features,
    long? MaxDays,
    bool LoopbackOnly)
{
    private const long SecondsADay = 86_400;

    /// <summary>A key that may sign everything.</summary>
    internal static KeyScope Everything { get; } = new(null, null, null, default, default, default, null, false);

    /// <summary>Why the key may not have signed at this time; null when it may.</summary>
    internal string? ProblemWithTime(long issuedAt) =>
        issuedAt < NotBefore || issuedAt > NotAfter ? "the key was not in use at the time of iat" : null;

    /// <summary>Why the key may not have signed these terms; null when it may.</summary>
    internal string? ProblemWith(LicenseTerms terms) => ProblemsWith(terms).FirstOrDefault();

    /// <summary>Everything for which the key may not have signed these terms.</summary>
    internal IEnumerable<string> ProblemsWith(LicenseTerms terms)
    {
        string?[] problems =
        [
            ProblemWithTime(terms.IssuedAt),
            Outside(Environments, terms.Deployment.Environments, "environment"),
            Outside(Modes, [terms.Deployment.Mode], "mode"),
            Outside(Features, FeatureNames.Each(terms.Features).Concat(terms.UnknownFeatures), "feature"),
            terms.GraceUntil - terms.NotBefore > MaxDays * SecondsADay ? $"the key signs for at most {MaxDays} days, grace included" : null,
        ];
        return problems.OfType<string>();
    }

    /// <summary>True when the key may sign for a deployment in this environment.</summary>
    internal bool Covers(string environment) => Environments.IsDefault || Environments.Contains(environment, StringComparer.Ordinal);

    private static string? Outside(ImmutableArray<string> allowed, IEnumerable<string> asked, string what) =>
        !allowed.IsDefault && asked.FirstOrDefault(one => !allowed.Contains(one, StringComparer.Ordinal)) is { } outside
            ? $"the key signs for no {what} {outside}"
            : null;
}
