// One router on one ledger, and one on one journal, whatever their names.
using System.Net.Sockets;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Configuration;
using Router.Ledger;
using Router.Storage;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class LedgerLockTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_ledgers_cannot_share_a_journal()
    {
        using var first = Start("one.db", "data");
        FluentActions.Invoking(() => Start("two.db", "data"))
            .Should().Throw<IOException>().WithMessage($"The journal {_folder["data"]}*in use by another router: process {Environment.ProcessId} on *");
        Start("two.db", "other").Dispose();
    }

    [UnixFact]
    public void A_ledger_that_is_reached_by_a_link_is_the_same_ledger()
    {
        using var first = Start("one.db", "data");
        File.CreateSymbolicLink(_folder["link.db"], _folder["one.db"]);
        FluentActions.Invoking(() => Start("link.db", "other")).Should().Throw<IOException>().WithMessage("The ledger *link.db is in use by another router: *");
    }

    [Fact]
    public void A_ledger_that_cannot_be_made_is_not_said_to_be_in_use()
    {
        File.WriteAllText(_folder["file"], "");
        FluentActions.Invoking(() => Start("file/ledger.db", "data")).Should().Throw<IOException>().Which.Message.Should().NotContain("in use");
    }

    [UnixFact]
    public void A_lock_that_cannot_be_opened_is_not_said_to_be_in_use()
    {
        // Stands for a file system that became read only, which needs more rights to make.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["one.db.lock"]));
        FluentActions.Invoking(() => Start("one.db", "data")).Should().Throw<IOException>().Which.Message.Should().NotContain("in use");
    }

    private UsageLedger Start(string ledger, string data)
    {
        var path = _folder[ledger];
        return UsageLedger.Start(
            new LedgerSettings(path, false, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero),
            _folder[data],
            new SqliteDatabase(path),
            TimeProvider.System,
            NullLogger<UsageLedger>.Instance);
    }
}
