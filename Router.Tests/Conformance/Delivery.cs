// How the upstream cuts its answer into writes.
using Router.Tests.Support;

namespace Router.Tests.Conformance;

/// <param name="Size">Bytes of a write; 0 for all in one; -1 for two, cut within a character.</param>
internal sealed record Delivery(string Name, int Size)
{
    private const int WithinCharacter = -1;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    public static IReadOnlyList<Delivery> All { get; } =
        [new("whole", 0), new("1", 1), new("13", 13), new("1000", 1000), new("utf8", WithinCharacter)];

    /// <summary>False when the body has no character of several bytes to be cut within.</summary>
    public bool Applies(byte[] body) => Size != WithinCharacter || InCharacter(body) > 0;

    public async Task SendAsync(UpstreamExchange exchange, Case @case)
    {
        var body = @case.Body;
        var length = @case.BreakOff ? body.Length + 10 : body.Length;
        (string, string)[] framing = @case.Stream && @case.Status == 200 ? [] : [("content-length", $"{length}")];
        await exchange.SendHeadAsync(@case.Status, [.. @case.Headers, .. framing]);
        if (Size > 0)
        {
            await exchange.DripAsync(body, Size);
        }
        else if (Size == 0)
        {
            await exchange.SendChunkAsync(body);
        }
        else
        {
            var cut = InCharacter(body);
            await exchange.SendChunkAsync(body.AsMemory(0, cut));
            await Task.Delay(Pause);
            await exchange.SendChunkAsync(body.AsMemory(cut));
        }

        if (@case.BreakOff)
        {
            exchange.Close();
        }
    }

    /// <summary>Where the second byte of a character stands, after the byte-order mark; 0 when there is none.</summary>
    private static int InCharacter(byte[] body)
    {
        var at = Array.FindIndex(body, Math.Min(3, body.Length), one => (one & 0xC0) == 0x80);
        return Math.Max(at, 0);
    }
}
