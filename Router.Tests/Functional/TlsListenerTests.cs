// An https listener of the router, with the operator's own certificate.
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FluentAssertions;
using Router.Configuration;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class TlsListenerTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_https_listener_serves_with_the_chain_of_its_file_and_the_admin_listener_stays_as_it_is(string version)
    {
        using var folder = new TemporaryDirectory();
        using var authority = PemChain.Authority();
        PemChain.Write(folder, authority);
        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        await using var router = await RunningRouter.StartAsync(Text(upstream, folder));
        using var client = Trusting(authority);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(router.Host.Address, "/v1/chat/completions"))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(ChatText.Request, Encoding.UTF8, "application/json"),
            Headers = { { "authorization", "Bearer " + RouterProcess.CallerToken } },
        };

        using var answer = await client.SendAsync(request, CancellationToken.None).Within();

        router.Host.Address.Scheme.Should().Be("https");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Be(ChatText.Answer);
        router.Host.AdminAddress.Scheme.Should().Be("http");
        (await router.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Should().Contain("router_requests_total");
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_new_connections_once_it_is_taken_up()
    {
        using var folder = new TemporaryDirectory();
        using var before = PemChain.Authority();
        using var after = PemChain.Authority();
        PemChain.Write(folder, before);
        await using var upstream = new ScriptedUpstream();
        await using var router = await RunningRouter.StartAsync(Text(upstream, folder));
        PemChain.Write(folder, after);

        router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Accepted(2));

        using var client = Trusting(after);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(router.Host.Address, "/healthz"));
        using var answer = await client.SendAsync(request, CancellationToken.None).Within();
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static string Text(ScriptedUpstream upstream, TemporaryDirectory folder) => RouterConfigText.Of(upstream.BaseUrl, "chat").Replace(
        "listen: \"${ROUTER_LISTEN}\"",
        $"listen: \"https://127.0.0.1:0\", tls: {{ certificate: \"{folder["chain.pem"]}\", key: \"{folder["key.pem"]}\" }}",
        StringComparison.Ordinal);

    /// <summary>Trusts the authority alone, so the listener must send what stands between it and its own certificate.</summary>
    private static HttpMessageInvoker Trusting(X509Certificate2 authority) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PemChain.Trusting(authority) },
    });
}
