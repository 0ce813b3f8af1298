// What an absent key means.
using FluentAssertions;
using Router.Configuration;
using Router.Inference;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class DefaultsTests
{
    [Theory]
    [InlineData(512, 64)]
    [InlineData(2048, 256)]
    [InlineData(4096, 512)]
    [InlineData(65536, 512)]
    public void Bodies_take_an_eighth_of_a_small_memory(long memory, long bodies) =>
        ServerTable.Within(memory << 20, 536870912).Should().Be(bodies << 20);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("server:\nlicense: {}\nledger:\nproviders:\ngroups: {}\ncallers:\nlimits:\nadmin: {}\n")]
    [InlineData("limits: { default_caller: { rpm: 0, tpm: 0, concurrent: 0, budgets: [] }, callers: {}, users: {}, projects: {}, groups: {}, allowed_regions: {} }\nadmin: { tokens: [], basic: [], oidc: {} }")]
    public void An_empty_or_absent_section_is_all_defaults(string text)
    {
        var snapshot = Yaml.Snapshot(text);
        var folder = Path.GetTempPath();

        snapshot.Server.Listen.Should().Be(new Uri("http://127.0.0.1:8080"));
        snapshot.Server.AdminListen.Should().Be(new Uri("http://127.0.0.1:8081"));
        snapshot.Server.Tls.Should().BeNull();
        snapshot.Server.DataDirectory.Should().Be(Path.Combine(folder, "data"));
        snapshot.Server.MaxRequestBytes.Should().Be(33554432);
        snapshot.Server.MaxBufferedBytes.Should().Be(
            Math.Max(ServerTable.Within(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, 536870912), 2 * 33554432));
        snapshot.Server.GroupIdentity.Should().BeFalse();
        snapshot.Server.Drain.Should().Be(TimeSpan.FromSeconds(30));
        snapshot.License.Path.Should().Be(Path.Combine(folder, "data", "license.json"));
        snapshot.License.Environment.Should().Be("development");
        snapshot.License.DeploymentId.Should().Be("local");
        snapshot.License.Fingerprint.IsEmpty.Should().BeTrue();
        snapshot.License.LeasePath.Should().Be(Path.Combine(folder, "data", "leases.db"));
        snapshot.License.Credits.Should().Be(Path.Combine(folder, "data", "credits"));
        snapshot.Ledger.Should().Be(new LedgerSettings(
            Path.Combine(folder, "data", "ledger.db"), false, TimeSpan.FromDays(365), TimeSpan.FromDays(30), TimeSpan.FromDays(90)));
        snapshot.Providers.Should().BeEmpty();
        snapshot.Groups.Should().BeEmpty();
        snapshot.Callers.Should().BeEmpty();
        snapshot.Admin.Tokens.Should().BeEmpty();
        snapshot.Revision.Should().Be(0);
    }

    [Fact]
    public void Files_that_are_not_named_lie_in_the_data_folder()
    {
        var snapshot = Yaml.Snapshot("server: { data_dir: /srv/router }");

        snapshot.Ledger.Path.Should().Be("/srv/router/ledger.db");
        snapshot.License.Path.Should().Be("/srv/router/license.json");
        snapshot.License.LeasePath.Should().Be("/srv/router/leases.db");
    }

    [Fact]
    public void A_provider_and_its_models_have_the_defaults_of_the_contract()
    {
        var provider = Yaml.Snapshot(Yaml.Good).Providers["up"];

        provider.BaseAddress.Should().Be(new Uri("https://api.example.com"));
        provider.Simulated.Should().BeFalse();
        provider.Dialects.Should().Equal(Dialect.OpenAIChat, Dialect.OpenAIResponses);
        provider.Auth.Should().Be(AuthScheme.ByDialect);
        provider.Billing.Should().Be("byok");
        provider.Private.Should().BeFalse();
        provider.Proxy.Should().BeNull();
        provider.Tls.Should().Be(UpstreamTls.None);
        provider.Timeouts.Should().Be(UpstreamTimeouts.Default);
        provider.Models["m"].Id.Should().Be("vendor-m");
        provider.Models["m"].Capabilities.Should().Be(ModelCapabilities.All);
        provider.Models["m"].Prices.Should().Be(PriceList.Free);
    }

    [Fact]
    public void A_path_that_is_empty_is_as_one_that_is_not_there()
    {
        var (empty, absent) = (
            Yaml.Snapshot("server: { data_dir: here }\nledger: { path: '' }\nlicense: { path: \"\", lease_path: '', credits: \"${NOTHING:-}\" }"),
            Yaml.Snapshot("server: { data_dir: here }"));

        empty.Ledger.Path.Should().Be(absent.Ledger.Path).And.EndWith("ledger.db");
        (empty.License.Path, empty.License.LeasePath, empty.License.Credits).Should().Be((absent.License.Path, absent.License.LeasePath, absent.License.Credits));
    }

    [Fact]
    public void A_group_has_the_defaults_of_the_contract()
    {
        var group = Yaml.Snapshot(Yaml.Good).GroupsByName["default"];

        group.Strategy.Should().Be(RoutingStrategy.Failover);
        group.Retry.Should().Be(RetryPolicy.Default);
        group.Aliases.Should().BeEmpty();
        group.Targets.Should().ContainSingle().Which.Weight.Should().Be(1);
    }

    [Fact]
    public void The_simulator_is_private_speaks_all_dialects_and_needs_no_key()
    {
        var provider = Yaml.Snapshot("providers: { sim: { base_url: simulator, models: { s: } } }").Providers["sim"];

        provider.Simulated.Should().BeTrue();
        provider.BaseAddress.Should().BeNull();
        provider.Private.Should().BeTrue();
        provider.Auth.Kind.Should().Be(AuthKind.None);
        provider.Dialects.Should().Equal(Enum.GetValues<Dialect>());
        provider.Models["s"].Id.Should().Be("s");
    }
}
