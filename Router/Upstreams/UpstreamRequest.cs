// What is sent to a provider in one attempt.
using System.Buffers;

namespace Router.Upstreams;

/// <summary>A POST to one provider: bytes, an address and headers. Knows no dialect.</summary>
/// <param name="Address">Absolute address.</param>
/// <param name="Body">The body, in segments that must stay valid until the attempt has ended.</param>
/// <param name="Headers">All headers but content-type and content-length.</param>
internal sealed record UpstreamRequest(
    Uri Address, ReadOnlySequence<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Headers);
