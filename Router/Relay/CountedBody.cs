// Counts the bytes of a coded body as they come over the wire.
namespace Router.Relay;

/// <summary>
/// Throws <see cref="BodyTooLongException"/> behind <paramref name="maxBytes"/>. A coded body can be endless and decode to
/// nothing, so counting what comes out of the decoder is not enough.
/// </summary>
internal sealed class CountedBody(Stream body, long maxBytes) : ReadOnlyStream
{
    private long _read;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += read;
        return _read <= maxBytes ? read : throw new BodyTooLongException();
    }
}
