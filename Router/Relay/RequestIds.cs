// Makes the ids of requests.
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
        var random = _random ??= new Random(seed());
        var state = (Ms: time.GetUtcNow().ToUnixTimeMilliseconds(), High: random.Next(1 << 16), Low: random.NextInt64());
        return string.Create(36, state, static (text, s) =>
        {
            "req_".CopyTo(text);
            (s.Ms & 0xFFFF_FFFF_FFFF).TryFormat(text[4..], out _, "x12");
            s.High.TryFormat(text[16..], out _, "x4");
            s.Low.TryFormat(text[20..], out _, "x16");
        });
    }
}
