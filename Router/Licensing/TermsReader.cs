// Reads the claims of a licence.
using System.Collections.Immutable;
using System.Text.Json;

namespace Router.Licensing;

/// <summary>The closed list of licence section 2. What is not known refuses the file; only the name of a feature may be of a later version.</summary>
internal static class TermsReader
{
    internal static readonly ImmutableArray<string> Environments = ["development", "evaluation", "staging", "production"];

    private const int MostText = 256;
    private const long MostCount = 9_007_199_254_740_991;
    private const long MostDays = 36_500;
    private const long MostWindow = 366 * 86_400;

    /// <summary>The terms; with a problem on the list they stand for nothing.</summary>
    /// <param name="key">The key that signed them.</param>
    internal static LicenseTerms Read(JsonElement claims, TrustedKey key, List<string> problems)
    {
        var root = new ClaimsObject(claims, "", problems);
        var features = root.Texts("features", 0, 64);
        var expires = root.Time("exp");
        _ = root.Text("product", 64);
        var terms = new LicenseTerms
        {
            Id = root.Id("jti"),
            Issuer = root.Text("iss", MostText),
            CustomerId = root.Id("sub"),
            CustomerName = root.Text("customer_name", MostText),
            Sku = root.Text("sku", MostText),
            IssuedAt = root.Time("iat"),
            NotBefore = root.Time("nbf"),
            ExpiresAt = expires,
            GraceUntil = root.OptionalTime("grace_until") ?? expires,
            Features = features.Aggregate(LicenseFeatures.None, (all, name) => all | FeatureNames.Parse(name)),
            UnknownFeatures = [.. features.Where(name => FeatureNames.Parse(name) == LicenseFeatures.None)],
            Limits = root.OptionalObject("limits") is { } limits ? ReadLimits(limits) : LicenseLimits.Unlimited,
            Deployment = ReadDeployment(root.Object("deployment")),
            Contacts = [.. (root.OptionalObjects("contacts") ?? []).Select(ReadContact)],
            Renews = root.OptionalId("renews"),
            KeyId = key.Id,
            LoopbackOnly = key.Scope.LoopbackOnly,
        };
        root.Close();
        CheckOrder(root, terms);
        return terms;
    }

    // A time that was not read is 0, and is on the list of problems already.
    private static void CheckOrder(ClaimsObject root, LicenseTerms terms)
    {
        if (terms.NotBefore > 0 && terms.IssuedAt > terms.NotBefore + LicenseJudge.NotBeforeTolerance)
        {
            root.Problem("iat", "is later than nbf");
        }

        if (terms.ExpiresAt > 0 && terms.NotBefore >= terms.ExpiresAt)
        {
            root.Problem("exp", "is not later than nbf");
        }

        if (terms.GraceUntil > 0 && terms.ExpiresAt > terms.GraceUntil)
        {
            root.Problem("grace_until", "is earlier than exp");
        }
    }

    private static LicenseLimits ReadLimits(ClaimsObject limits)
    {
        var read = new LicenseLimits(
            limits.OptionalCount("max_callers", MostCount),
            limits.OptionalCount("max_groups", MostCount),
            limits.OptionalCount("max_retention_days", MostDays),
            limits.OptionalCount("max_concurrent", MostCount),
            ReadVolume(limits.OptionalObject("requests")),
            ReadVolume(limits.OptionalObject("tokens")));
        limits.Close();
        return read;
    }

    private static VolumeLimit ReadVolume(ClaimsObject? volume)
    {
        if (volume is null)
        {
            return VolumeLimit.Unlimited;
        }

        var window = volume.OptionalObject("window");
        var read = new VolumeLimit(
            volume.OptionalCount("total", MostCount),
            volume.OptionalCount("month", MostCount),
            window?.Count("count", MostCount),
            window?.Count("seconds", MostWindow));
        window?.Close();
        volume.Close();
        return read;
    }

    private static LicenseDeployment ReadDeployment(ClaimsObject? deployment)
    {
        if (deployment is null)
        {
            return new LicenseDeployment("", null, [], null, default);
        }

        var environments = deployment.Texts("environments", 1, 64);
        if (Array.Find(environments, name => !Environments.Contains(name, StringComparer.Ordinal)) is not null)
        {
            deployment.Problem("environments", $"takes {string.Join(", ", Environments)}");
        }

        var instances = deployment.OptionalObject("instances");
        var fingerprints = instances?.OptionalTexts("fingerprints", 1, 64);
        if (fingerprints?.All(LicenseBinding.IsHash) == false)
        {
            deployment.Problem("instances.fingerprints", "takes base64url of SHA-256, 43 characters each");
        }

        var read = new LicenseDeployment(
            deployment.Word("mode", "self_hosted", "private_managed", "development"),
            deployment.OptionalId("deployment_id"),
            [.. environments],
            instances?.OptionalCount("max", MostCount),
            fingerprints is null ? default : [.. fingerprints]);
        instances?.Close();
        deployment.Close();
        return read;
    }

    private static LicenseContact ReadContact(ClaimsObject contact)
    {
        var read = new LicenseContact(contact.Text("role", MostText), contact.Text("name", MostText), contact.Text("email", MostText));
        contact.Close();
        return read;
    }
}
