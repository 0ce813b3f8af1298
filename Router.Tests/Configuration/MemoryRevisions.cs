// Revisions without a ledger.
using Router.Configuration;

namespace Router.Tests.Configuration;

/// <summary>Keeps what is accepted, and fails when it is told to.</summary>
internal sealed class MemoryRevisions : IRevisionLog
{
    private readonly Dictionary<int, string> _hashes = [];

    public Dictionary<int, string> Texts { get; } = [];

    public int Active { get; private set; }

    public bool Broken { get; set; }

    public Action OnActivate { get; set; } = () => { };

    public int Accept(string redactedText, string contentHash, string by)
    {
        if (Broken)
        {
            throw new IOException("broken");
        }

        if (_hashes.GetValueOrDefault(Active) != contentHash)
        {
            Active = Texts.Count + 1;
            (Texts[Active], _hashes[Active]) = (redactedText, contentHash);
        }

        return Active;
    }

    public string? Text(int revision) => Texts.GetValueOrDefault(revision);

    public void Activate(int revision, string by, Func<bool> write)
    {
        if (write())
        {
            OnActivate();
            Active = Broken ? throw new IOException("broken") : revision;
        }
    }
}
