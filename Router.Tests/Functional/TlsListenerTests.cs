// An https listener of the router, with the operator's own certificate.
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FluentAssertions;
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
        using var authority = Authority();
        WriteChain(folder, authority);
        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        var yaml = RouterConfigText.Of(upstream.BaseUrl, "chat").Replace(
            "listen: \"${ROUTER_LISTEN}\"",
            $"listen: \"https://127.0.0.1:0\", tls: {{ certificate: \"{folder["chain.pem"]}\", key: \"{folder["key.pem"]}\" }}",
            StringComparison.Ordinal);
        await using var router = await RunningRouter.StartAsync(yaml);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = Trusting(authority) });
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

    /// <summary>Trusts the authority alone, so the listener must send what stands between it and its own certificate.</summary>
    private static SslClientAuthenticationOptions Trusting(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of the tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
    }

    /// <summary>A certificate by way of another one, and its key.</summary>
    private static void WriteChain(TemporaryDirectory folder, X509Certificate2 authority)
    {
        using var middle = Signed("CN=between", authority, isAuthority: true, out var middleKey);
        using (middleKey)
        using (var issuer = middle.CopyWithPrivateKey(middleKey))
        using (var leaf = Signed("CN=127.0.0.1", issuer, isAuthority: false, out var leafKey))
        using (leafKey)
        {
            folder.Write("chain.pem", leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n");
            folder.Write("key.pem", leafKey.ExportPkcs8PrivateKeyPem() + "\n");
        }
    }

    private static X509Certificate2 Signed(string name, X509Certificate2 issuer, bool isAuthority, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(issuer, issuer.NotBefore, issuer.NotAfter, [isAuthority ? (byte)2 : (byte)3]);
    }
}
