// What a new token must keep to.
using FluentAssertions;
using Router.Callers;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Callers;

public sealed class TokenRulesTests
{
    private static readonly RouterSnapshot Snapshot = SampleSnapshot.With();
    private static readonly TokenFacts Good = TokenFacts.OfCaller("ci-1_a.b", "alice@example.com", "web/shop:1", "eu-1_blue.2", ["default", "coding"]);

    [Fact]
    public void Good_facts_have_no_problem()
    {
        TokenRules.Check(Good, Snapshot).Should().BeEmpty();
        TokenRules.Check(Good with { Allow = ["*"] }, Snapshot).Should().BeEmpty();
        TokenRules.Check(TokenFacts.OfAdmin("ops", AdminRoles.Viewer, ""), Snapshot).Should().BeEmpty();
        TokenRules.Check(TokenFacts.OfAdmin("ops", AdminRoles.Viewer, "web/shop/eu-1"), Snapshot).Should().BeEmpty();
    }

    [Fact]
    public void Every_problem_is_said()
    {
        var facts = TokenFacts.OfCaller("a/b", "", new string('p', 65), "pro d", ["*", "default", "nope"]);

        TokenRules.Check(facts, Snapshot).Should().SatisfyRespectively(
            id => id.Should().StartWith("the id must be"),
            user => user.Should().StartWith("the user must be"),
            project => project.Should().StartWith("the project must be"),
            environment => environment.Should().Be("the environment must be 1 to 64 of letters, digits and _ . -"),
            allow => allow.Should().Contain("* alone"),
            groups => groups.Should().Be("allow names no group of the configuration: nope; its groups are default, coding"));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("/production")]
    [InlineData("web/pro d")]
    [InlineData("web/")]
    [InlineData("w b/production")]
    public void A_scope_that_means_nothing_is_a_problem(string scope) =>
        TokenRules.Check(TokenFacts.OfAdmin("ops", AdminRoles.Viewer, scope), Snapshot).Should().ContainSingle().Which.Should().Contain("scope");

    [Fact]
    public void An_admin_needs_a_role_and_a_caller_a_group()
    {
        TokenRules.Check(TokenFacts.OfAdmin("ops", AdminRoles.None, ""), Snapshot).Should().ContainSingle();
        TokenRules.Check(Good with { Allow = [] }, Snapshot).Should().ContainSingle();
    }

    [Fact]
    public void Aliases_become_their_groups() =>
        TokenRules.WithoutAliases(["gpt-5", "default", "coding", "nope"], Snapshot).Should().Equal("default", "coding", "nope");
}
