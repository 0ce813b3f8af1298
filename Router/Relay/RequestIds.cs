// Makes the ids of requests.
using System.Buffers.Binary;

namespace Router.Relay;

/// <summary>
/// <c>req_</c> and 32 hex digits: 12 of the time in milliseconds, 20 of randomness. Ids grow with time, so the ledger's unique index grows
/// at its end; they need not be secret, so the randomness is quick, seeded from the system once per thread.
/// </summary>
internal sealed class RequestIds(TimeProvider time, Func<int> seed)
{
    [ThreadStatic]
    private static Random? _random;

    /// <summary>A fresh id.</summary>
    internal string Next()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        Span<byte> bytes = stackalloc byte[16];
        (_random ??= new Random(seed())).NextBytes(bytes[6..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(now >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)now);
        Span<char> id = stackalloc char[36];
        "req_".CopyTo(id);
        Convert.TryToHexStringLower(bytes, id[4..], out _);
        return new string(id);
    }
}
