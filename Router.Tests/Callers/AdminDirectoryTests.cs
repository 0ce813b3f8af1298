// Who is administering: tokens of the file and of the ledger.
using FluentAssertions;
using Router.Callers;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Callers;

public sealed class AdminDirectoryTests : IDisposable
{
    private static readonly RouterSnapshot Snapshot = SampleSnapshot.With(admins:
    [
        new StaticAdmin("first", TokenHash.Of("one"), AdminRoles.Metrics, ""),
        new StaticAdmin("second", TokenHash.Of("two"), AdminRoles.Viewer | AdminRoles.Auditor, "web/production"),
    ]);

    private readonly TokenWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Tokens_of_the_file_are_found()
    {
        AdminDirectory admins = _world.Admins();

        admins.Resolve(TokenHash.Of("one"), Snapshot).Should().Be(new AdminIdentity("first", AdminRoles.Metrics, ""));
        admins.Resolve(TokenHash.Of("two"), Snapshot)
            .Should().Be(new AdminIdentity("second", AdminRoles.Viewer | AdminRoles.Auditor, "web/production"));
        admins.Resolve(TokenHash.Of("three"), Snapshot).Should().BeNull();
    }

    [Fact]
    public void Tokens_of_the_ledger_are_found_with_roles_and_scope_until_they_end()
    {
        AdminDirectory admins = _world.Admins();
        TokenFacts facts = TokenFacts.OfAdmin("ops", AdminRoles.Operator | AdminRoles.Viewer, "web/staging");

        IssuedToken issued = _world.Store().Issue(facts, TimeSpan.FromHours(1)).Issued!;

        issued.Text.Should().StartWith("rta_ops_");
        admins.Resolve(issued.Hash, Snapshot)
            .Should().Be(new AdminIdentity("ops", AdminRoles.Operator | AdminRoles.Viewer, "web/staging"));
        _world.Clock.Now += TimeSpan.FromHours(1);
        admins.Resolve(issued.Hash, Snapshot).Should().BeNull();
    }
}
