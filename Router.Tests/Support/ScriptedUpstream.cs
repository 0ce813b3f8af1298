// A real HTTP/1.1 server on loopback that a test scripts request by request, down to the bytes and the way it breaks.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Router.Tests.Support;

/// <summary>
/// <code>
/// await using var upstream = new ScriptedUpstream();
/// upstream.OnNext(r => r.AnswerJsonAsync("{}"));                       // the first request
/// upstream.OnNext(async r => { await r.StartEventsAsync(); r.Reset(); });   // the second
/// upstream.OnEvery(r => r.AnswerJsonAsync("{}", status: 503));         // all others
/// </code>
/// A request without a script is answered 500 and fails the test at disposal, as does a script that throws.
/// </summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly ConcurrentQueue<Func<UpstreamExchange, Task>> _scripts = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly ConcurrentDictionary<UpstreamConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<UpstreamRequest> _requests = [];
    private readonly List<(int Count, TaskCompletionSource<UpstreamRequest> Seen)> _watches = [];
    private Func<UpstreamExchange, Task>? _everyOther;
    private TcpListener _listener;
    private Task _accepting;
    private int _connectionCount;
    private int _resetsDue;

    /// <param name="tls">Given, the upstream speaks TLS.</param>
    public ScriptedUpstream(SslServerAuthenticationOptions? tls = null)
    {
        _tls = tls;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>For a provider's <c>base_url</c>, without a slash at the end.</summary>
    public string BaseUrl => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{Port}";

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    public int RequestCount => Requests.Count;

    /// <summary>The whole requests received until now.</summary>
    public IReadOnlyList<UpstreamRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Scripts the next request that has no script yet.</summary>
    public ScriptedUpstream OnNext(Func<UpstreamExchange, Task> script)
    {
        _scripts.Enqueue(script);
        return this;
    }

    /// <summary>Scripts every request for which no <see cref="OnNext"/> is left.</summary>
    public ScriptedUpstream OnEvery(Func<UpstreamExchange, Task> script)
    {
        _everyOther = script;
        return this;
    }

    /// <summary>Resets the next connections as soon as they are accepted, before anything is read.</summary>
    public ScriptedUpstream ResetNextConnections(int count = 1)
    {
        Interlocked.Add(ref _resetsDue, count);
        return this;
    }

    /// <summary>The request with this number (1 is the first), now or when it has arrived.</summary>
    public Task<UpstreamRequest> RequestAsync(int number = 1)
    {
        lock (_gate)
        {
            if (_requests.Count >= number)
            {
                return Task.FromResult(_requests[number - 1]);
            }

            var seen = new TaskCompletionSource<UpstreamRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _watches.Add((number, seen));
            return seen.Task.Within();
        }
    }

    /// <summary>New connections are refused until <see cref="Listen"/>; open ones live on.</summary>
    public async Task RefuseAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    /// <summary>Accepts again on the same port.</summary>
    public void Listen()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }

        await Task.WhenAll(_connections.Values).Within();
        _stopping.Dispose();
        if (!_failures.IsEmpty)
        {
            throw new AggregateException("A script of the upstream failed.", _failures);
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            socket.NoDelay = true;
            var number = Interlocked.Increment(ref _connectionCount);
            if (Interlocked.Decrement(ref _resetsDue) >= 0)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Dispose();
                continue;
            }

            Interlocked.Increment(ref _resetsDue);
            var stream = new NetworkStream(socket, ownsSocket: false);
            var connection = new UpstreamConnection(socket, _tls is null ? stream : new SslStream(stream), number);
            // Off the test's own context: a test that blocks or is busy does not hold up its upstream.
            _connections[connection] = Task.Run(() => ServeAsync(connection));
        }
    }

    private async Task ServeAsync(UpstreamConnection connection)
    {
        try
        {
            await connection.SecureAsync(_tls);
            var receiving = connection.ReceiveAsync();
            while (!connection.Closed && await connection.ReadRequestAsync() is { } request)
            {
                await AnswerAsync(new UpstreamExchange(connection, Record(request), _stopping.Token));
            }

            connection.Dispose();
            await receiving;
        }
        catch (Exception error) when (LeavesTheTestAlone(error, connection))
        {
            // The client or the end of the test cut the connection.
        }
#pragma warning disable CA1031 // whatever a script throws is the test's result
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failures.Enqueue(error);
        }
        finally
        {
            connection.Dispose();
        }
    }

    private async Task AnswerAsync(UpstreamExchange exchange)
    {
        var script = _scripts.TryDequeue(out var next) ? next : _everyOther;
        if (script is null)
        {
            await exchange.AnswerJsonAsync("""{"error":"no script for this request"}""", status: 500);
            throw new InvalidOperationException($"No script for {exchange.Request.Method} {exchange.Request.Target}.");
        }

        await script(exchange);
        await exchange.EndAsync();
    }

    private UpstreamRequest Record(UpstreamRequest request)
    {
        lock (_gate)
        {
            var numbered = request with { Number = _requests.Count + 1 };
            _requests.Add(numbered);
            foreach (var watch in _watches.Where(watch => watch.Count == numbered.Number))
            {
                watch.Seen.TrySetResult(numbered);
            }

            return numbered;
        }
    }

    private bool LeavesTheTestAlone(Exception error, UpstreamConnection connection) => error switch
    {
        IOException or SocketException or AuthenticationException => true,
        ObjectDisposedException or OperationCanceledException => connection.Closed || _stopping.IsCancellationRequested,
        _ => false,
    };
}
