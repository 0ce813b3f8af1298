// Every way a connection or an answer can fail, as a value that says whether the upstream may have acted.
using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Configuration;
using Router.Tests.Routing;
using Router.Tests.Support;
using Router.Upstreams;
using Xunit;

namespace Router.Tests.Upstreams;

public sealed class UpstreamSenderTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly UpstreamClients _clients;

    public UpstreamSenderTests() => _clients = new UpstreamClients(_time, NullLogger<UpstreamClients>.Instance);

    public void Dispose() => _clients.Dispose();

    [Fact]
    public async Task A_refused_connection_sent_nothing() =>
        (await FaultOfAsync($"http://127.0.0.1:{FreePort.Take()}")).Should().Be(new UpstreamFault(UpstreamFaultKind.Connect, Sent: false));

    [Fact]
    public async Task A_name_without_an_address_sent_nothing() =>
        (await FaultOfAsync("http://no-such-host.invalid")).Should().Be(new UpstreamFault(UpstreamFaultKind.Resolve, Sent: false));

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("http://localhost:9")]
    [InlineData("http://[::1]:9")]
    [InlineData("http://10.1.2.3:9")]
    public async Task An_inside_address_is_not_connected_to_unless_the_provider_is_private(string address) =>
        (await FaultOfAsync(address, isPrivate: false)).Should().Be(new UpstreamFault(UpstreamFaultKind.ForbiddenAddress, Sent: false));

    [Fact]
    public async Task A_forbidden_provider_is_never_reached()
    {
        await using var upstream = new ScriptedUpstream();

        await FaultOfAsync(upstream.BaseUrl, isPrivate: false);

        upstream.ConnectionCount.Should().Be(0);
    }

    [Fact]
    public async Task Plain_text_where_TLS_is_expected_is_a_TLS_failure_and_sent_nothing()
    {
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var sending = FaultOfAsync($"https://127.0.0.1:{((IPEndPoint)plain.LocalEndpoint).Port}");
        using var taken = await plain.AcceptSocketAsync().Within();
        await taken.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        (await sending).Should().Be(new UpstreamFault(UpstreamFaultKind.Tls, Sent: false));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_a_TLS_failure()
    {
        using var certificate = Certificate();
        await using var upstream = new ScriptedUpstream(new SslServerAuthenticationOptions { ServerCertificate = certificate });

        (await FaultOfAsync(upstream.BaseUrl)).Should().Be(new UpstreamFault(UpstreamFaultKind.Tls, Sent: false));
    }

    [Fact]
    public async Task A_private_authority_that_is_configured_is_trusted()
    {
        using var folder = new TemporaryDirectory();
        using var certificate = Certificate();
        await using var upstream = new ScriptedUpstream(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        upstream.OnEvery(r => r.AnswerJsonAsync("{}"));
        var authority = folder.Write("ca.pem", certificate.ExportCertificatePem());

        var answer = await SendAsync(upstream.BaseUrl, tls: new UpstreamTls(authority, null, null));

        answer.Fault.Should().BeNull();
        answer.Response!.Dispose();
    }

    [Fact]
    public async Task A_client_certificate_goes_with_what_stands_between_it_and_its_root()
    {
        using var folder = new TemporaryDirectory();
        using var certificate = Certificate();
        using var authority = PemChain.Authority();
        PemChain.Write(folder, authority);
        await using var upstream = new ScriptedUpstream(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            CertificateChainPolicy = PemChain.Trusting(authority),
        });
        upstream.OnEvery(r => r.AnswerJsonAsync("{}"));
        var trusted = folder.Write("ca.pem", certificate.ExportCertificatePem());

        var answer = await SendAsync(upstream.BaseUrl, tls: new UpstreamTls(trusted, folder["chain.pem"], folder["key.pem"]));

        answer.Fault.Should().BeNull();
        answer.Response!.Dispose();
    }

    [Theory]
    [InlineData("us%40er:pa%3Ass%25", "us@er:pa:ss%")]
    [InlineData("user", "user:")]
    public async Task A_proxy_is_told_the_user_and_the_password_of_its_address(string written, string told)
    {
        await using var proxy = new ScriptedUpstream();
        proxy.OnEvery(r => r.Request["proxy-authorization"] is null
            ? r.AnswerJsonAsync("{}", 407, ("proxy-authenticate", "Basic realm=\"proxy\""))
            : r.AnswerJsonAsync("{}"));

        var answer = await SendAsync("http://provider.example", proxy: new Uri($"http://{written}@127.0.0.1:{proxy.Port}"));

        answer.Response!.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Response.Dispose();
        proxy.Requests[^1]["proxy-authorization"].Should().Be("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(told)));
        proxy.Requests[^1].BodyText.Should().Be("{}");
    }

    [Fact]
    public async Task A_connection_that_is_not_taken_ends_with_the_connect_limit()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Other systems refuse what does not fit into the queue.
        }

        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var first = new TcpClient();
        var endpoint = await FillAsync(full, first);

        // The queue holds one; what comes next waits for a place in it.
        var sending = FaultOfAsync($"http://127.0.0.1:{endpoint.Port}", timeouts: new UpstreamTimeouts(TimeSpan.FromSeconds(2), default, default, default));
        await _time.WhenArmedAsync(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(2));

        (await sending.Within()).Should().Be(new UpstreamFault(UpstreamFaultKind.ConnectTimeout, Sent: false));
    }

    [Fact]
    public async Task A_connection_that_is_not_taken_ends_with_the_connect_limit_whichever_clock_sees_it_first()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Other systems refuse what does not fit into the queue.
        }

        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var first = new TcpClient();
        var endpoint = await FillAsync(full, first);

        // The connector's own clock stands still, so that the handler's limit is the one that passes.
        var sending = FaultOfAsync($"http://127.0.0.1:{endpoint.Port}", timeouts: new UpstreamTimeouts(TimeSpan.FromMilliseconds(50), default, default, default));

        (await sending.Within()).Should().Be(new UpstreamFault(UpstreamFaultKind.ConnectTimeout, Sent: false));
    }

    /// <summary>Listens with a queue of one, and takes its place.</summary>
    private static async Task<IPEndPoint> FillAsync(Socket listener, TcpClient first)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var endpoint = (IPEndPoint)listener.LocalEndPoint!;
        await first.ConnectAsync(endpoint);
        return endpoint;
    }

    [Fact]
    public async Task A_handshake_that_is_not_answered_ends_with_the_connect_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        // The system takes the connection into its queue; nobody else does. On a busy machine the limit may pass before there is one.
        var sending = FaultOfAsync($"https://127.0.0.1:{port}", timeouts: new UpstreamTimeouts(TimeSpan.FromMilliseconds(50), default, default, default));

        (await sending.Within()).Should().Be(new UpstreamFault(UpstreamFaultKind.ConnectTimeout, Sent: false));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_may_have_acted()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => Do(r.Reset));

        (await FaultOfAsync(upstream.BaseUrl)).Should().Be(new UpstreamFault(UpstreamFaultKind.Reset, Sent: true));
    }

    [Fact]
    public async Task An_upstream_that_closes_without_an_answer_may_have_acted()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => Do(r.Close));

        (await FaultOfAsync(upstream.BaseUrl)).Should().Be(new UpstreamFault(UpstreamFaultKind.Reset, Sent: true));
    }

    [Fact]
    public async Task Something_that_is_not_HTTP_is_a_protocol_failure()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.SendRawAsync("SSH-2.0-OpenSSH_9.9\r\n\r\n"));

        (await FaultOfAsync(upstream.BaseUrl)).Should().Be(new UpstreamFault(UpstreamFaultKind.Protocol, Sent: true));
    }

    [Fact]
    public async Task A_head_that_never_ends_growing_is_a_protocol_failure()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.SendRawAsync("HTTP/1.1 200 OK\r\nx: " + new string('x', 80 * 1024) + "\r\n\r\n"));

        (await FaultOfAsync(upstream.BaseUrl)).Should().Be(new UpstreamFault(UpstreamFaultKind.Protocol, Sent: true));
    }

    [Fact]
    public async Task Silence_before_the_head_ends_with_the_total_limit()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.StallAsync());
        var sending = FaultOfAsync(upstream.BaseUrl, timeouts: new UpstreamTimeouts(default, default, default, TimeSpan.FromSeconds(30)));
        await upstream.RequestAsync();

        _time.Advance(TimeSpan.FromSeconds(30));

        (await sending.Within()).Should().Be(new UpstreamFault(UpstreamFaultKind.TotalTimeout, Sent: true));
    }

    [Fact]
    public void Every_fault_has_a_word_of_its_own() =>
        Enum.GetValues<UpstreamFaultKind>().Select(kind => new UpstreamFault(kind, true).Class).Should().OnlyHaveUniqueItems();

    private static Task Do(Action step)
    {
        step();
        return Task.CompletedTask;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(130));
    }

    private async Task<UpstreamFault?> FaultOfAsync(string address, bool isPrivate = true, UpstreamTimeouts? timeouts = null)
    {
        var answer = await SendAsync(address, isPrivate, timeouts);
        answer.Response?.Dispose();
        return answer.Fault;
    }

    private async Task<(HttpResponseMessage? Response, UpstreamFault? Fault)> SendAsync(
        string address, bool isPrivate = true, UpstreamTimeouts? timeouts = null, UpstreamTls? tls = null, Uri? proxy = null)
    {
        var limits = timeouts ?? new UpstreamTimeouts(default, default, default, default);
        var provider = Groups.ProviderOf("p") with
        {
            BaseAddress = new Uri(address),
            Private = isPrivate,
            Timeouts = limits,
            Tls = tls ?? UpstreamTls.None,
            Proxy = proxy,
        };
        using var watch = new AttemptWatch(_time, limits, stream: false, CancellationToken.None);
        return await UpstreamSender.SendAsync(
            _clients.Of(provider)!,
            new Router.Upstreams.UpstreamRequest(new Uri(address + "/v1/chat/completions"), new ReadOnlySequence<byte>("{}"u8.ToArray()), []),
            watch).AsTask().Within();
    }
}
