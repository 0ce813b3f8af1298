// The keys of `admin`.
using System.Globalization;

namespace Router.Configuration;

/// <summary>Who may use the admin listener.</summary>
internal static class AdminTable
{
    private static readonly string[] RoleNames = ["viewer", "auditor", "operator", "admin", "metrics"];

    private static readonly Setting Id = new("id", "Name of the administrator.", Values.Id(), Required: true);

    private static readonly Setting TokenSha256 = new(
        "token_sha256", "SHA-256 of the whole token text, 64 lower-case hex digits.", Values.Hash, Required: true);

    private static readonly Setting Roles = new(
        "roles", "What the token may do.", new ListShape(Values.Choice(RoleNames), least: 1), "[viewer]");

    private static readonly Setting Scope = new(
        "scope", "Limits the token to PROJECT/ENVIRONMENT; everything when empty.", new ValueShape
        {
            Type = "string",
            Parse = (text, context) => text.Length == 0 || text.Split('/') is [var project, var environment]
                && Values.Id().Fault(project, context) is null && Values.Id().Fault(environment, context) is null
                ? (text, null) : (null, "must be empty or PROJECT/ENVIRONMENT"),
            Constraints = writer => writer.WriteNumber("maxLength", 129),
        },
        "\"\"");

    private static readonly Setting Tokens = new(
        "tokens", "Admin tokens of the file.", new ListShape(new SectionShape(Id, TokenSha256, Roles, Scope)), "[]");

    private static readonly Setting Basic = UnbuiltShape.Key("basic", "Users with a password.", "array");
    private static readonly Setting Oidc = UnbuiltShape.Key("oidc", "Single sign-on.");
    private static readonly Setting IncidentContacts = UnbuiltShape.Key("incident_contacts", "Whom to call.", "array");

    internal static SectionShape Shape { get; } = new(Tokens, Basic, Oidc, IncidentContacts);

    internal static AdminSettings Read(SectionView admin, UniqueNames hashes)
    {
        var ids = new UniqueNames(admin.Context.Problems, "admin id");
        var tokens = new List<StaticAdmin>();
        foreach (var token in admin.Items(Tokens))
        {
            if (token.Find<string>(Id) is not { } id || !token.Has(TokenSha256))
            {
                continue;
            }

            var hash = token.Find<TokenHash>(TokenSha256);
            ids.Add(id, token.LineOf(Id), token.PathOf(Id));
            if (hash != default)
            {
                hashes.Add(hash.ToString(), token.LineOf(TokenSha256), token.PathOf(TokenSha256));
            }

            var roles = token.Values<string>(Roles).Aggregate(
                AdminRoles.None, (all, role) => all | Enum.Parse<AdminRoles>(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(role.Value)));
            tokens.Add(new StaticAdmin(id, hash, roles, token.Get<string>(Scope)));
        }

        return new AdminSettings([.. tokens]);
    }
}
