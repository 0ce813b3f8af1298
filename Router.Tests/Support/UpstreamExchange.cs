// One request at a scripted upstream and the steps with which a test answers it.
using System.Globalization;
using System.Text;

namespace Router.Tests.Support;

/// <summary>
/// A script is an async lambda over these steps. When it returns, a chunked answer that is still open is ended cleanly;
/// a script that wants another end calls <see cref="Close"/> or <see cref="Reset"/>.
/// </summary>
internal sealed class UpstreamExchange(UpstreamConnection connection, UpstreamRequest request, CancellationToken stopping)
{
    private bool _chunked;

    public UpstreamRequest Request => request;

    /// <summary>Completes when the client closed or reset the connection before the answer was whole.</summary>
    public Task ClientGone => connection.ClientGone;

    public bool Closed => connection.Closed;

    /// <summary>A whole JSON answer with its length.</summary>
    public Task AnswerJsonAsync(string json, int status = 200, params (string Name, string Value)[] headers) =>
        AnswerAsync(status, "application/json", Encoding.UTF8.GetBytes(json), headers);

    /// <summary>A whole answer with its length, in one write.</summary>
    public Task AnswerAsync(int status, string contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(body);
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        var head = Head(status, [("content-type", contentType), ("content-length", length), .. headers]);
        return connection.SendAsync((byte[])[.. head, .. body]);
    }

    /// <summary>Status line and headers; chunked when no <c>content-length</c> is among them.</summary>
    public Task SendHeadAsync(int status, params (string Name, string Value)[] headers)
    {
        _chunked = !headers.Any(header => header.Name.Equals("content-length", StringComparison.OrdinalIgnoreCase));
        return connection.SendAsync(Head(status, _chunked ? [.. headers, ("transfer-encoding", "chunked")] : headers));
    }

    /// <summary>The head of a stream of server-sent events.</summary>
    public Task StartEventsAsync(params (string Name, string Value)[] headers) =>
        SendHeadAsync(200, [("content-type", "text/event-stream"), .. headers]);

    /// <summary>A stream of server-sent events in one chunk, which ends when the script returns.</summary>
    public async Task AnswerEventsAsync(string events)
    {
        await StartEventsAsync();
        await SendChunkAsync(events);
    }

    /// <summary>One event, framed, in one chunk.</summary>
    /// <param name="name">The <c>event:</c> line, left out when null.</param>
    public Task SendEventAsync(string data, string? name = null) =>
        SendChunkAsync((name is null ? "" : $"event: {name}\n") + $"data: {data}\n\n");

    public Task SendChunkAsync(string text) => SendChunkAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Body bytes, in one write: one chunk after a chunked head, else as they are.</summary>
    public Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_chunked)
        {
            return connection.SendAsync(bytes);
        }

        var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        return bytes.IsEmpty ? Task.CompletedTask : connection.SendAsync((byte[])[.. size, .. bytes.Span, .. "\r\n"u8]);
    }

    /// <summary>Body bytes in writes of <paramref name="size"/> bytes each.</summary>
    public async Task DripAsync(ReadOnlyMemory<byte> bytes, int size = 1)
    {
        for (var at = 0; at < bytes.Length; at += size)
        {
            await SendChunkAsync(bytes.Slice(at, Math.Min(size, bytes.Length - at)));
        }
    }

    public Task DripAsync(string text, int size = 1) => DripAsync(Encoding.UTF8.GetBytes(text), size);

    /// <summary>Ends a chunked answer; what a script's return does by itself.</summary>
    public Task EndAsync()
    {
        var open = _chunked && !Closed;
        _chunked = false;
        return open ? connection.SendAsync("0\r\n\r\n"u8.ToArray()) : Task.CompletedTask;
    }

    /// <summary>Bytes without any framing: wrong status lines, broken chunks, garbage.</summary>
    public Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        _chunked = false;
        return connection.SendAsync(bytes);
    }

    public Task SendRawAsync(string text) => SendRawAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Says nothing until the test lets it go on, the client leaves or the upstream is disposed.</summary>
    /// <returns>True when the test let it go on.</returns>
    public async Task<bool> StallAsync(Task until)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(stop.SetResult);
        return await Task.WhenAny(until, ClientGone, stop.Task) == until;
    }

    /// <summary>Says nothing until the client leaves or the upstream is disposed.</summary>
    public Task StallAsync() => StallAsync(Task.Delay(Timeout.Infinite, stopping));

    /// <summary>Ends the connection with a FIN, whether or not the answer is whole.</summary>
    public void Close() => connection.Close();

    /// <summary>Ends the connection with a RST.</summary>
    public void Reset() => connection.Reset();

    private static byte[] Head(int status, IEnumerable<(string Name, string Value)> headers)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Scripted\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
