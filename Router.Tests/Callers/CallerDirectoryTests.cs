// Who is calling: tokens of the file and of the ledger, and changes that hold at once.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Callers;
using Router.Configuration;
using Router.Inference;
using Router.Storage;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Callers;

public sealed class CallerDirectoryTests : IDisposable
{
    private static readonly RouterSnapshot Snapshot = SampleSnapshot.With();
    private static readonly TokenFacts Ci = TokenFacts.OfCaller("ci", "alice", "web", "production", ["default"]);
    private readonly TokenWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_token_issued_elsewhere_is_good_at_once()
    {
        CallerDirectory callers = _world.Callers();
        callers.Resolve(TokenHash.Of("anything"), Snapshot).Refusal.Should().Be(ErrorCode.InvalidToken);

        IssuedToken issued = Issue(Ci);

        CallerResolution found = callers.Resolve(TokenHash.Of(issued.Text), Snapshot);
        found.Refusal.Should().BeNull();
        found.Caller.Should().BeEquivalentTo(
            new CallerIdentity("ci", "alice", "web", "production", "ci", ["default"]), options => options.ComparingByMembers<CallerIdentity>());
    }

    [Fact]
    public void A_revoked_token_is_refused_at_once()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken issued = Issue(Ci);
        callers.Resolve(issued.Hash, Snapshot).Caller.Should().NotBeNull();

        _world.Store().Revoke("ci").TokenIds.Should().Equal("ci");

        callers.Resolve(issued.Hash, Snapshot).Should().Be(new CallerResolution(null, ErrorCode.TokenRevoked, "ci"));
    }

    [Fact]
    public void A_rotated_token_is_refused_and_its_successor_has_the_same_rights_under_its_own_id()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken first = Issue(Ci);

        IssuedToken second = _world.Store().Rotate("ci", null).Issued!;
        IssuedToken third = _world.Store().Rotate("ci", null).Issued!;

        callers.Resolve(first.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRotated);
        callers.Resolve(second.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRotated);
        CallerIdentity caller = callers.Resolve(third.Hash, Snapshot).Caller!;
        (caller.CallerId, caller.TokenId, caller.ProjectId).Should().Be(("ci", "ci.3", "web"));
        second.TokenId.Should().Be("ci.2");
    }

    [Fact]
    public void Grace_keeps_the_old_token_until_it_ends()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken first = Issue(Ci);
        _world.Store().Rotate("ci", TimeSpan.FromHours(1));

        _world.Clock.Now += TimeSpan.FromMinutes(59);
        callers.Resolve(first.Hash, Snapshot).Caller!.TokenId.Should().Be("ci");
        _world.Clock.Now += TimeSpan.FromMinutes(1);
        callers.Resolve(first.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRotated);
    }

    [Fact]
    public void Revoking_an_id_ends_the_token_in_grace_too()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken first = Issue(Ci);
        IssuedToken second = _world.Store().Rotate("ci", TimeSpan.FromHours(1)).Issued!;

        _world.Store().Revoke("ci").TokenIds.Should().BeEquivalentTo("ci", "ci.2");

        callers.Resolve(first.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRevoked);
        callers.Resolve(second.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRevoked);
    }

    [Fact]
    public void Revoking_the_id_of_a_token_ends_that_one_alone()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken first = Issue(Ci);
        IssuedToken second = _world.Store().Rotate("ci", TimeSpan.FromHours(1)).Issued!;

        _world.Store().Revoke("ci.2");

        callers.Resolve(first.Hash, Snapshot).Caller.Should().NotBeNull();
        callers.Resolve(second.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRevoked);
    }

    [Fact]
    public void An_expired_token_is_refused_from_the_millisecond_on()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken issued = _world.Store().Issue(Ci, TimeSpan.FromDays(90)).Issued!;

        _world.Clock.Now += TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1);
        callers.Resolve(issued.Hash, Snapshot).Caller.Should().NotBeNull();
        _world.Clock.Now += TimeSpan.FromMilliseconds(1);
        callers.Resolve(issued.Hash, Snapshot).Should().Be(new CallerResolution(null, ErrorCode.TokenExpired, "ci"));
    }

    [Fact]
    public void A_disabled_token_is_refused_until_it_is_enabled()
    {
        CallerDirectory callers = _world.Callers();
        IssuedToken issued = Issue(Ci);

        _world.Store().Disable("ci");
        callers.Resolve(issued.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenDisabled);
        _world.Store().Enable("ci");
        callers.Resolve(issued.Hash, Snapshot).Caller.Should().NotBeNull();
    }

    [Fact]
    public void A_caller_of_the_file_may_hold_any_text_and_wins_over_the_ledger()
    {
        IssuedToken issued = Issue(Ci);
        RouterSnapshot snapshot = SampleSnapshot.With(callers:
        [
            new StaticCaller("brought", "bob", "api", "staging", TokenHash.Of("sk-brought-along"), ["*"]),
            new StaticCaller("written", "bob", "api", "staging", issued.Hash, ["*"]),
        ]);
        CallerDirectory callers = _world.Callers();

        CallerResolution brought = callers.Resolve(TokenHash.Of("sk-brought-along"), snapshot);
        (brought.Caller!.CallerId, brought.Caller.TokenId, brought.Caller.UserId).Should().Be(("brought", "brought", "bob"));
        callers.Resolve(issued.Hash, snapshot).Caller!.CallerId.Should().Be("written");
    }

    [Fact]
    public void An_admin_token_opens_nothing_for_callers_and_the_other_way_round()
    {
        IssuedToken caller = Issue(Ci);
        IssuedToken admin = Issue(TokenFacts.OfAdmin("ops", AdminRoles.Viewer, ""));

        _world.Callers().Resolve(admin.Hash, Snapshot).Refusal.Should().Be(ErrorCode.InvalidToken);
        _world.Admins().Resolve(caller.Hash, Snapshot).Should().BeNull();
    }

    [Fact]
    public void Finding_a_caller_allocates_nothing()
    {
        IssuedToken issued = Issue(Ci);
        RouterSnapshot snapshot = SampleSnapshot.With(callers:
            [new StaticCaller("brought", "bob", "api", "staging", TokenHash.Of("sk-brought-along"), ["*"])]);
        TokenHash written = TokenHash.Of("sk-brought-along");
        CallerDirectory callers = _world.Callers();

        Allocated.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _ = callers.Resolve(written, snapshot);
                _ = callers.Resolve(issued.Hash, snapshot);
            }
        }).Should().Be(0);
    }

    [Fact]
    public void An_unknown_token_costs_no_read_of_the_database()
    {
        CallerDirectory callers = _world.Callers();
        RenameTable();

        callers.Resolve(TokenHash.Of("unknown"), Snapshot).Refusal.Should().Be(ErrorCode.InvalidToken);
        callers.Resolve(TokenHash.Of("unknown"), Snapshot).Refusal.Should().Be(ErrorCode.InvalidToken);
    }

    [Fact]
    public void While_the_table_cannot_be_read_the_one_before_holds_and_the_next_request_tries_again()
    {
        IssuedToken issued = Issue(Ci);
        var log = new CountingLogger();
        var callers = new CallerDirectory(_world.Tokens(log), _world.Clock);
        _world.Store().Revoke("ci");
        RenameTable();

        callers.Resolve(issued.Hash, Snapshot).Caller.Should().NotBeNull();
        callers.Resolve(issued.Hash, Snapshot).Caller.Should().NotBeNull();
        log.Warnings.Should().Be(1, "the same trouble is said once");
        RenameTable(back: true);

        callers.Resolve(issued.Hash, Snapshot).Refusal.Should().Be(ErrorCode.TokenRevoked);
    }

    [Theory]
    [InlineData("token_sha256 = 'no hash'")]
    [InlineData("allow = '[\"default'")]
    [InlineData("allow = '{}'")]
    [InlineData("allow = '[1]'")]
    [InlineData("allow = '[null]'")]
    public void While_a_row_of_the_table_is_damaged_the_table_before_holds(string damage)
    {
        IssuedToken issued = Issue(Ci);
        var log = new CountingLogger();
        var callers = new CallerDirectory(_world.Tokens(log), _world.Clock);
        Execute("UPDATE tokens SET " + damage);
        _world.Generation().Advance();

        callers.Resolve(issued.Hash, Snapshot).Caller.Should().NotBeNull();
        log.Warnings.Should().Be(1);
    }

    [Fact]
    public async Task Requests_on_many_threads_see_each_change_that_was_finished_before_them()
    {
        CallerDirectory callers = _world.Callers();
        TokenStore store = _world.Store();
        TokenHash current = store.Issue(Ci, null).Issued!.Hash;
        for (var round = 0; round < 10; round++)
        {
            TokenHash old = current;
            current = store.Rotate("ci", null).Issued!.Hash;
            TokenHash now = current;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                callers.Resolve(now, Snapshot).Caller.Should().NotBeNull();
                callers.Resolve(old, Snapshot).Refusal.Should().Be(ErrorCode.TokenRotated);
            })));
        }
    }

    private IssuedToken Issue(TokenFacts facts) => _world.Store().Issue(facts, null).Issued!;

    private void RenameTable(bool back = false) =>
        Execute(back ? "ALTER TABLE hidden RENAME TO tokens" : "ALTER TABLE tokens RENAME TO hidden");

    private void Execute(string sql)
    {
        using SqliteConnection connection = new SqliteDatabase(_world.LedgerPath).OpenWriter();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Literals of these tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
