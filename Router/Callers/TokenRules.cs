// What the facts of a new token must keep to.
using System.Buffers;
using System.Collections.Immutable;
using Router.Configuration;

namespace Router.Callers;

/// <summary>Checks the facts of a token before it is made; each problem is a sentence for the operator.</summary>
internal static class TokenRules
{
    private const int MaxNameLength = 64;
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Base62.Digits + "_.:/@-");

    /// <summary>Everything wrong with the facts; empty when nothing is.</summary>
    internal static IReadOnlyList<string> Check(TokenFacts facts, RouterSnapshot snapshot)
    {
        List<string> problems = CheckNames(facts);
        if (facts.Kind == TokenKind.Admin)
        {
            CheckRoles(facts, problems);
        }
        else
        {
            CheckCaller(facts, snapshot, problems);
        }

        return problems;
    }

    /// <summary>What is wrong with the id, the names and the list of groups whatever the configuration is: how they are written.</summary>
    internal static List<string> CheckNames(TokenFacts facts)
    {
        var problems = new List<string>();
        CheckId("id", facts.Id, problems);
        if (facts.Kind == TokenKind.Admin)
        {
            CheckScope(facts, problems);
        }
        else
        {
            CheckName("user", facts.User, problems);
            CheckName("project", facts.Project, problems);
            CheckId("environment", facts.Environment, problems);
            CheckAllow(facts, problems);
        }

        return problems;
    }

    /// <summary>The groups' own names in place of aliases; a name that is not known stays as it is.</summary>
    internal static ImmutableArray<string> WithoutAliases(ImmutableArray<string> allow, RouterSnapshot snapshot) =>
        [.. allow.Select(name => snapshot.GroupsByName.TryGetValue(name, out ModelGroup? group) ? group.Name : name).Distinct(StringComparer.Ordinal)];

    private static void CheckCaller(TokenFacts facts, RouterSnapshot snapshot, List<string> problems)
    {
        // A static caller needs no token of the ledger, and what its id uses would be two callers' under one name.
        if (snapshot.Callers.Values.Any(caller => caller.Id == facts.Id))
        {
            problems.Add($"'{facts.Id}' is a caller of the configuration file; choose another id");
        }

        var unknown = facts.Allow.Where(name => name != "*" && !snapshot.GroupsByName.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            var known = string.Join(", ", snapshot.Groups.Select(group => group.Name));
            problems.Add($"allow names no group of the configuration: {string.Join(", ", unknown)}; its groups are {known}");
        }
    }

    private static void CheckAllow(TokenFacts facts, List<string> problems)
    {
        if (facts.Allow.IsEmpty)
        {
            problems.Add("allow must name at least one group, or * for all");
        }
        else if (facts.Allow.Contains("*") && facts.Allow.Any(name => name != "*"))
        {
            problems.Add("allow is either * alone or a list of groups");
        }
    }

    private static void CheckRoles(TokenFacts facts, List<string> problems)
    {
        if (facts.Roles == AdminRoles.None)
        {
            problems.Add("at least one role is needed: viewer, auditor, operator, admin or metrics");
        }
    }

    private static void CheckScope(TokenFacts facts, List<string> problems)
    {
        if (facts.Scope.Length == 0)
        {
            return;
        }

        // A project may hold slashes, an environment none.
        var slash = facts.Scope.LastIndexOf('/');
        if (slash < 1)
        {
            problems.Add("the scope is written PROJECT/ENVIRONMENT");
            return;
        }

        CheckName("project of the scope", facts.Scope[..slash], problems);
        CheckId("environment of the scope", facts.Scope[(slash + 1)..], problems);
    }

    private static void CheckName(string what, string name, List<string> problems)
    {
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            problems.Add($"the {what} must be 1 to 64 of letters, digits and _ . : / @ -");
        }
    }

    private static void CheckId(string what, string id, List<string> problems)
    {
        if (!TokenFormat.IsId(id) || id.Length > MaxNameLength)
        {
            problems.Add($"the {what} must be 1 to 64 of letters, digits and _ . -");
        }
    }
}
