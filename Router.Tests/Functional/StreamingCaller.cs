// The caller's end of a stream: reads what it wants, when it wants, and leaves.
using System.Text;
using Router.Tests.Support;

namespace Router.Tests.Functional;

internal sealed class StreamingCaller(HttpResponseMessage answer, Stream body) : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly MemoryStream _seen = new();

    public HttpResponseMessage Answer => answer;

    public Stream Body => body;

    public string Seen => Encoding.UTF8.GetString(_seen.GetBuffer(), 0, (int)_seen.Length);

    /// <summary>Reads until what was seen so far ends with <paramref name="text"/>.</summary>
    public Task<string> ReadToAsync(string text) => ReadAsync(text, () => Seen.EndsWith(text, StringComparison.Ordinal));

    /// <summary>Reads until <paramref name="text"/> was seen.</summary>
    public Task<string> ReadUntilSeenAsync(string text) => ReadAsync(text, () => Seen.Contains(text, StringComparison.Ordinal));

    private async Task<string> ReadAsync(string text, Func<bool> isEnough)
    {
        var buffer = new byte[4096];
        while (!isEnough())
        {
            var read = await body.ReadAsync(buffer, _leaving.Token).AsTask().Within();
            if (read == 0)
            {
                throw new EndOfStreamException($"Ended without '{text}': {Seen}");
            }

            await _seen.WriteAsync(buffer.AsMemory(0, read));
        }

        return Seen;
    }

    /// <summary>Reads to the end of the answer and returns everything seen.</summary>
    public async Task<string> ReadAllAsync()
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, _leaving.Token).AsTask().Within()) > 0)
        {
            await _seen.WriteAsync(buffer.AsMemory(0, read));
        }

        return Seen;
    }

    /// <summary>Cuts the connection at once.</summary>
    public async Task LeaveAsync()
    {
        // Only a read that is cancelled closes the connection without reading the rest.
        var reading = ReadAllAsync();
        await _leaving.CancelAsync();
        try
        {
            await reading;
        }
        catch (OperationCanceledException)
        {
            // That is the leaving.
        }

        Dispose();
    }

    public void Dispose()
    {
        answer.Dispose();
        _leaving.Dispose();
    }
}
