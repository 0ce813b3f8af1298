// Certificates are tried when the configuration is read.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Router.Configuration;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public CertificateTests()
    {
        Write("one");
        Write("other");
        _folder.Write("none.pem", "no certificate\n");
        _folder.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none.pem", "one.key", "server.tls.certificate", 3, "no certificate")]
    [InlineData("broken.pem", "one.key", "server.tls.certificate", 3, "no certificate")]
    [InlineData("one.key", "one.key", "server.tls.certificate", 3, "no certificate")]
    [InlineData("one.pem", "none.pem", "server.tls.key", 4, "no private key of the certificate")]
    [InlineData("one.pem", "other.key", "server.tls.key", 4, "no private key of the certificate")]
    public void A_certificate_that_a_listener_cannot_use_is_a_problem_with_its_line(string certificate, string key, string path, int line, string words)
    {
        foreach (var (head, section) in new[] { ("server:\n", "server"), ("providers:\n p: { base_url: https://h,", "providers.p") })
        {
            var text = section == "server"
                ? $"{head}  tls:\n    certificate: {certificate}\n    key: {key}\n"
                : $"{head} tls: {{\n    certificate: {certificate},\n    key: {key} }} }}\n";

            Load(text).Problems.Should().ContainSingle().Which.Should().Match<ConfigurationProblem>(problem =>
                problem.Line == line && problem.Path == path.Replace("server", section, StringComparison.Ordinal) && problem.Message.Contains(words));
        }
    }

    [Theory]
    [InlineData("none.pem")]
    [InlineData("broken.pem")]
    [InlineData("one.key")]
    public void An_authority_without_a_certificate_is_a_problem(string file) =>
        Load($"providers:\n  p: {{ base_url: https://h, tls: {{ ca: {file} }} }}\n").Problems.Should().ContainSingle()
            .Which.Path.Should().Be("providers.p.tls.ca");

    [Fact]
    public void Certificates_that_can_be_used_are_taken() =>
        Load("server: { tls: { certificate: one.pem, key: one.key } }\nproviders: { p: { base_url: https://h, tls: { ca: other.pem, certificate: one.pem, key: one.key } } }")
            .Problems.Should().BeEmpty();

    private LoadResult Load(string text) => ConfigurationLoader.LoadText(text, _folder.Path, _ => null);

    private void Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _folder.Write($"{name}.pem", certificate.ExportCertificatePem());
        _folder.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem());
    }
}
