// The table of tokens: what is refused, what is kept, what never is.
using System.Text;
using FluentAssertions;
using Router.Callers;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Callers;

public sealed class TokenStoreTests : IDisposable
{
    private static readonly TokenFacts Ci = TokenFacts.OfCaller("ci", "alice", "web", "production", ["default", "coding"]);
    private readonly TokenWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void An_id_with_a_token_in_use_is_told_to_rotate()
    {
        TokenStore store = _world.Store();
        store.Issue(Ci, null);

        store.Issue(Ci, null).Refusal.Should().Contain("use rotate");
        store.Issue(TokenFacts.OfAdmin("ci", AdminRoles.Viewer, ""), null).Refusal.Should().Contain("use rotate");
        store.List().Should().ContainSingle();
    }

    [Fact]
    public void An_id_is_free_again_after_a_revocation_and_its_token_ids_stay_distinct()
    {
        TokenStore store = _world.Store();
        store.Issue(Ci, null);
        store.Revoke("ci");

        store.Issue(Ci, null).Issued!.TokenId.Should().Be("ci.2");
    }

    [Fact]
    public void A_holder_may_be_called_like_the_token_of_another()
    {
        TokenStore store = _world.Store();
        store.Issue(Ci, null);
        store.Rotate("ci", null);

        store.Issue(Ci with { Id = "ci.2" }, null).Issued!.TokenId.Should().Be("ci.2.2", "the id ci.2 names a token of ci already");
        store.Rotate("ci.2", null).Issued!.TokenId.Should().Be("ci.2.3", "the holder comes before the token of that name");
    }

    [Fact]
    public void Rotation_renews_the_lifetime()
    {
        TokenStore store = _world.Store();
        store.Issue(Ci, TimeSpan.FromDays(90));
        _world.Clock.Now += TimeSpan.FromDays(80);

        store.Rotate("ci", null).Issued!.ExpiresAt
            .Should().Be((_world.Clock.Now + TimeSpan.FromDays(90)).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void What_is_not_there_cannot_be_changed()
    {
        TokenStore store = _world.Store();

        store.Rotate("ci", null).Refusal.Should().Contain("'ci' has no token in use");
        store.Revoke("ci").Refusal.Should().Contain("no token of 'ci'");
        store.Disable("ci").Refusal.Should().NotBeNull();
        store.Issue(Ci, null);
        store.Disable("ci");
        store.Rotate("ci", null).Refusal.Should().Contain("disabled");
        store.Issue(Ci, null).Refusal.Should().Contain("disabled");
    }

    [Fact]
    public void The_list_has_every_fact()
    {
        TokenStore store = _world.Store();
        IssuedToken first = store.Issue(Ci, null).Issued!;
        IssuedToken second = store.Rotate("ci", TimeSpan.FromHours(2)).Issued!;
        IssuedToken admin = store.Issue(TokenFacts.OfAdmin("ops", AdminRoles.Admin | AdminRoles.Metrics, "web/staging"), TimeSpan.FromDays(1)).Issued!;

        var now = _world.Clock.Now.ToUnixTimeMilliseconds();
        store.List().Should().BeEquivalentTo(
            new[]
            {
                new TokenRecord("ci", Ci, first.Hash, now, null, TokenState.Rotated, now, now + 7_200_000, "ci.2"),
                new TokenRecord("ci.2", Ci, second.Hash, now, null, TokenState.Active, now, null, null),
                new TokenRecord(
                    "ops",
                    TokenFacts.OfAdmin("ops", AdminRoles.Admin | AdminRoles.Metrics, "web/staging"),
                    admin.Hash,
                    now,
                    now + 86_400_000,
                    TokenState.Active,
                    now,
                    null,
                    null),
            },
            options => options.WithStrictOrdering().ComparingByMembers<TokenRecord>().ComparingByMembers<TokenFacts>());
    }

    [Fact]
    public void No_file_beside_the_ledger_holds_a_token_or_its_secret()
    {
        TokenStore store = _world.Store();
        var texts = new[] { store.Issue(Ci, null).Issued!.Text, store.Rotate("ci", null).Issued!.Text };

        foreach (var file in Directory.GetFiles(_world.Folder))
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var text in texts)
            {
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)).Should().Be(-1);
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text[(text.LastIndexOf('_') + 1)..])).Should().Be(-1);
            }
        }
    }

    [Fact]
    public async Task Two_stores_on_two_threads_lose_nothing()
    {
        Task Fill(string prefix) => Task.Run(() =>
        {
            TokenStore store = _world.Store();
            for (var i = 0; i < 25; i++)
            {
                store.Issue(Ci with { Id = $"{prefix}{i}" }, null).Issued.Should().NotBeNull();
            }
        });

        await Task.WhenAll(Fill("a"), Fill("b"));

        _world.Store().List().Should().HaveCount(50);
    }

    [Fact]
    public async Task Of_two_that_issue_the_same_id_at_once_one_is_refused()
    {
        TokenStore[] stores = [_world.Store(), _world.Store()];
        using var start = new Barrier(2);

        TokenChange[] changes = await Task.WhenAll(stores.Select(store => Task.Run(() =>
        {
            start.SignalAndWait();
            return store.Issue(Ci, null);
        })));

        changes.Count(change => change.Issued is not null).Should().Be(1);
    }

    [Fact]
    public void The_stamp_changes_with_every_change_and_is_seen_through_another_mapping()
    {
        TokenGeneration seen = _world.Generation();
        var stamps = new List<long> { seen.Read() };
        TokenStore store = _world.Store();

        store.Issue(Ci, null);
        stamps.Add(seen.Read());
        store.Revoke("ci");
        stamps.Add(seen.Read());

        stamps.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_stamp_is_for_its_owner_alone()
    {
        _world.Generation();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_world.LedgerPath + ".tokens").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
