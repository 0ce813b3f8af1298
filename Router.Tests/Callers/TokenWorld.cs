// A ledger in a temporary folder, with as many routers and commands on it as a test wants.
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Callers;
using Router.Storage;
using Router.Tests.Support;

namespace Router.Tests.Callers;

/// <summary>Each store and each table has its own mapping of the stamp, as separate processes have.</summary>
internal sealed class TokenWorld : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly System.Collections.Concurrent.ConcurrentBag<IDisposable> _open = [];

    internal SetClock Clock { get; } = new();

    internal string LedgerPath => _folder["data/ledger.db"];

    internal string Folder => Path.GetDirectoryName(LedgerPath)!;

    internal TokenStore Store() => new(new SqliteDatabase(LedgerPath), Generation(), new TokenMint(), Clock);

    internal LiveTokens Tokens(ILogger<LiveTokens>? logger = null) =>
        new(new SqliteDatabase(LedgerPath), Generation(), logger ?? NullLogger<LiveTokens>.Instance);

    internal CallerDirectory Callers() => new(Tokens(), Clock);

    internal AdminDirectory Admins() => new(Tokens(), Clock);

    internal TokenGeneration Generation()
    {
        var generation = new TokenGeneration(LedgerPath);
        _open.Add(generation);
        return generation;
    }

    public void Dispose()
    {
        foreach (IDisposable it in _open)
        {
            it.Dispose();
        }

        _folder.Dispose();
    }
}
