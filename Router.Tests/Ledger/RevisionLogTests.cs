// Configurations are numbered, kept, and one of them is active.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Ledger;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class RevisionLogTests : IDisposable
{
    private readonly LedgerFolder _folder = new();
    private readonly RevisionLog _log;

    public RevisionLogTests()
    {
        _folder.Session().Dispose();
        _log = new RevisionLog(_folder.Database, TimeProvider.System);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_new_text_is_a_revision_and_the_active_one()
    {
        _log.Accept("a", "hash-a", "start").Should().Be(1);
        _log.Accept("b", "hash-b", "file").Should().Be(2);
        _log.Text(1).Should().Be("a");
        _log.Text(3).Should().BeNull();
        _log.List().Select(revision => (revision.Number, revision.By, revision.Active))
            .Should().Equal((2, "file", true), (1, "start", false));
    }

    [Fact]
    public void The_active_text_again_is_no_new_revision_but_an_older_one_is()
    {
        _log.Accept("a", "hash-a", "start");
        _log.Accept("a", "hash-a", "file").Should().Be(1);
        _log.Accept("b", "hash-b", "file");
        _log.Accept("a", "hash-a", "file").Should().Be(3);
    }

    [Fact]
    public void Going_back_keeps_the_old_number()
    {
        _log.Accept("a", "hash-a", "start");
        _log.Accept("b", "hash-b", "file");
        _log.Activate(1, "root", () => true);
        _log.List().Single(revision => revision.Active).Number.Should().Be(1);
        _log.Accept("a", "hash-a", "file").Should().Be(1);
        _log.Invoking(log => log.Activate(7, "root", () => true)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Going_back_without_the_file_changes_nothing()
    {
        _log.Accept("a", "hash-a", "start");
        _log.Accept("b", "hash-b", "file");

        _log.Activate(1, "root", () => false);
        _log.Invoking(log => log.Activate(1, "root", () => throw new IOException("full"))).Should().Throw<IOException>();

        _log.List().Single(revision => revision.Active).Number.Should().Be(2);
    }

    [Fact]
    public void Nobody_else_goes_back_or_accepts_while_the_file_is_written()
    {
        _log.Accept("a", "hash-a", "start");
        _log.Accept("b", "hash-b", "file");
        SqliteException? refused = null;

        _log.Activate(1, "root", () =>
        {
            using var other = _folder.Database.OpenWriter();
            other.DefaultTimeout = 1;
            refused = other.Invoking(connection => connection.BeginTransaction(deferred: false)).Should().Throw<SqliteException>().Which;
            return true;
        });

        refused!.SqliteErrorCode.Should().Be(5);
    }
}
