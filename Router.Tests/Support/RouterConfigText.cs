// Writes the configuration of a router under test.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Router.Tests.Support;

/// <summary>
/// One caller with a fixed token, one admin token for each of three roles, and a group for each target that is asked for. Connections may take
/// any time: the product counts it in real time too, and on a busy machine it may be long.
/// </summary>
internal static class RouterConfigText
{
    /// <summary>The provider's own name of every model.</summary>
    public const string UpstreamModel = "up-model";

    /// <inheritdoc cref="InDialects"/>
    public static string Of(string upstream, params string[] groups) => InDialect("openai-chat", upstream, groups);

    /// <inheritdoc cref="InDialects"/>
    public static string InDialect(string dialects, string upstream, params string[] groups) =>
        InDialects(upstream, [.. groups.Select(group => (group, dialects))]);

    /// <param name="upstream">The provider's base URL.</param>
    /// <param name="groups">
    /// Each has one target, on a provider of its own that speaks the dialects named with commas between, so that the troubles of one do not
    /// touch another.
    /// </param>
    public static string InDialects(string upstream, params (string Name, string Dialects)[] groups)
    {
        var text = new StringBuilder();
        var license = RepositoryRoot.At("licenses/development.license.json");
        text.AppendLine("""server: { listen: "${ROUTER_LISTEN}", admin_listen: "${ROUTER_ADMIN_LISTEN}" }""");
        if (File.Exists(license))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"license: {{ path: \"{license.Replace('\\', '/')}\", environment: development }}");
        }

        text.AppendLine("providers:");
        foreach (var (group, dialects) in groups)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  p-{group}:");
            text.AppendLine(CultureInfo.InvariantCulture, $"    base_url: {upstream}");
            text.AppendLine("    private: true");
            text.AppendLine(CultureInfo.InvariantCulture, $"    dialects: [{dialects}]");
            text.AppendLine("    api_key: key-of-the-provider");
            text.AppendLine("    timeouts: { connect: 0 }");
            text.AppendLine("    models:");
            text.AppendLine(CultureInfo.InvariantCulture, $"      m: {{ id: {UpstreamModel}, prices: {{ input: 1, output: 2 }} }}");
        }

        text.AppendLine("groups:");
        foreach (var (group, _) in groups)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {group}:");
            text.AppendLine(CultureInfo.InvariantCulture, $"    targets: [ {{ provider: p-{group}, model: m }} ]");
            text.AppendLine("    retry: { same_target: 0 }");
        }

        text.AppendLine("callers:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ id: tests, user: tests, project: tests, environment: development, token_sha256: \"{HashOf(RouterProcess.CallerToken)}\", allow: [{string.Join(", ", groups.Select(group => group.Name))}] }}");
        text.AppendLine("admin:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  tokens:");
        Admin("metrics", RouterProcess.MetricsToken);
        Admin("admin", RunningRouter.AdminToken);
        Admin("viewer", RunningRouter.ViewerToken);
        Admin("operator", RunningRouter.OperatorToken);
        return text.ToString();

        void Admin(string role, string token) => text.AppendLine(
            CultureInfo.InvariantCulture, $"    - {{ id: {role}, token_sha256: \"{HashOf(token)}\", roles: [{role}] }}");
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
