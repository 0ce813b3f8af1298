// A body whose beginning was read to see what it is.
namespace Router.Relay;

/// <summary>Gives <paramref name="begun"/> first and then what is left of <paramref name="rest"/>, which it owns.</summary>
internal sealed class PeekedStream(ReadOnlyMemory<byte> begun, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _begun = begun;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_begun.IsEmpty)
        {
            return rest.ReadAsync(buffer, cancellationToken);
        }

        var taken = Math.Min(_begun.Length, buffer.Length);
        _begun[..taken].CopyTo(buffer);
        _begun = _begun[taken..];
        return ValueTask.FromResult(taken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
