// Sends a request body as it lies in memory, segment by segment.
using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Router.Upstreams;

/// <summary>JSON content over a <see cref="ReadOnlySequence{T}"/>; nothing is copied before the socket's own buffer.</summary>
internal sealed class SequenceContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ReadOnlySequence<byte> _body;

    internal SequenceContent(ReadOnlySequence<byte> body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    /// <summary>True once the transport began to take the body: from then on the upstream may have acted on the request.</summary>
    internal bool Started { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        foreach (var segment in _body)
        {
            await stream.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
