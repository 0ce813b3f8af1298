// The licence commands beside a deployment: what its ledger and its leases keep is looked at, and stays as it is.
using System.Security.Cryptography;
using FluentAssertions;
using Router.Licensing;
using Router.Storage;
using Router.Tests.Licensing;
using Xunit;

namespace Router.Tests.Commands;

public sealed class LicenseBesideTests : IAsyncLifetime
{
    private const string Everything = "clock mark and revocations of the ledger";

    private readonly LicenseWorld _world = new();

    private string[] Verify => ["verify", _world["license.json"], "--config", _world["router.yaml"]];

    public async Task InitializeAsync()
    {
        await _world.MakeKeysAsync();
        await _world.IssueAsync();
        Configure();
    }

    public Task DisposeAsync()
    {
        _world.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Without_a_configuration_it_is_said_that_nothing_of_a_deployment_was_looked_at()
    {
        string[] verify = ["verify", _world["license.json"], "--key", _world["public.json"]];

        (await _world.RunAsync(verify)).Out.Split('\n')[1].Should().Be("not looked at: binding, leases, clock mark, revocations (--config names a deployment)");
        var json = await _world.RunAsync([.. verify, "--json"]);
        json.Out.TrimEnd().Split('\n').Should().ContainSingle("each line is a file's");
        json.Error.Should().StartWith("not looked at: ");
    }

    [Fact]
    public async Task Without_a_ledger_it_says_what_it_could_not_look_at_and_makes_none()
    {
        (await _world.RunAsync(Verify)).Out.Should().Contain(": valid").And.Contain("not looked at: clock mark and kept revocations, for there is no ledger at");
        Directory.Exists(_world["data"]).Should().BeFalse();
    }

    [Fact]
    public async Task The_kept_clock_mark_is_what_time_is_judged_by()
    {
        Keep(book => book.Install(TermsOf("license.json"), Issuer.Start));
        Keep(book => book.SaveClockMark(Issuer.GraceEnd));

        var run = await _world.RunAsync(Verify);

        run.ExitCode.Should().Be(1);
        run.Out.Should().Contain("clock_rollback").And.Contain(Everything);
        (await _world.RunAsync("verify", _world["license.json"], "--key", _world["public.json"])).Out.Should().Contain(": valid");
        (await _world.RunAsync("check", "--config", _world["router.yaml"])).Out.Should().Contain("state: clock_rollback").And.Contain(Everything);

        _world.Clock.Advance(TimeSpan.FromDays(394));
        (await _world.RunAsync(Verify)).Out.Should().Contain(": expired", "by the mark it is over, and the clock is less than a day or two behind");
    }

    [Fact]
    public async Task A_wrong_mark_is_set_right_by_a_licence_that_is_new_here_and_fresh()
    {
        Keep(book => book.SaveClockMark(Issuer.Start + (3 * Issuer.Day)));
        (await _world.RunAsync(Verify)).Out.Should().Contain(": valid", "as an installation would judge it");

        Keep(book => book.Install(TermsOf("license.json"), Issuer.Start));
        (await _world.RunAsync(Verify)).Out.Should().Contain("clock_rollback", "this one was in force before");
    }

    [Fact]
    public async Task A_kept_list_of_a_higher_epoch_is_in_force_whatever_the_file_says()
    {
        await _world.MustAsync("revoke", "--key", _world["private.json"], "--out", _world["list.json"], "--license-id", "another");
        await _world.MustAsync("revoke", "--list", _world["list.json"], "--key", _world["private.json"], "--out", _world["newer.json"], "--license-id", "lic-1");
        Configure(revocations: "list.json");
        (await _world.RunAsync(Verify)).Out.Should().Contain(": valid");

        Keep(book => book.SaveRevocations(_world.Bytes("newer.json")));
        (await _world.RunAsync(Verify)).Out.Should().Contain("license.json: revoked");

        File.Delete(_world["list.json"]);
        (await _world.RunAsync(Verify)).Out.Should().Contain("license.json: revoked", "the list that was accepted is kept");
    }

    [Fact]
    public async Task A_licence_must_be_enough_for_the_processes_that_run()
    {
        var leases = new LeaseFile(_world["data/leases.db"]);
        var now = _world.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var instance in new[] { "a", "b", "c" })
        {
            leases.Renew(instance, LeaseOwner.OfThisProcess(), null, now);
        }

        (await _world.RunAsync(Verify)).Out.Should().Contain(": valid").And.Contain("3 processes hold a lease");
        leases.Renew("d", LeaseOwner.OfThisProcess(), null, now);
        (await _world.RunAsync(Verify)).Out.Should().Contain("instances_exceeded").And.Contain("4 processes hold a lease");
        _world.Clock.Advance(LeaseFile.Lifetime);
        (await _world.RunAsync(Verify)).Out.Should().Contain(": valid", "leases that are not renewed end").And.Contain("0 processes hold a lease");
    }

    [Fact]
    public async Task Before_anything_was_served_no_time_was_seen()
    {
        Keep(_ => { });

        var status = await _world.RunAsync("status", "--config", _world["router.yaml"], "--json");

        LicenseWorld.Json(status)["clock"]!["highest_seen"].Should().BeNull();
        (await _world.RunAsync("status", "--config", _world["router.yaml"])).Out.Should().NotContain("1970");
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        Keep(book => book.SaveClockMark(Issuer.Start));
        new LeaseFile(_world["data/leases.db"]).Renew("a", LeaseOwner.OfThisProcess(), null, _world.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        var before = Hashes();

        await _world.RunAsync(Verify);
        await _world.RunAsync("check", "--config", _world["router.yaml"]);
        (await _world.RunAsync("status", "--config", _world["router.yaml"])).ExitCode.Should().Be(0);

        Hashes().Should().Equal(before);
    }

    private List<string> Hashes() =>
        [.. new[] { "data/ledger.db", "data/leases.db", "license.json" }.Select(file => Convert.ToHexString(SHA256.HashData(_world.Bytes(file))))];

    private void Keep(Action<LicenseBook> keep)
    {
        var database = new SqliteDatabase(_world["data/ledger.db"]);
        using (var connection = database.OpenWriter())
        {
            Migrations.Apply(connection);
        }

        keep(LicenseBook.Open(database));
    }

    private LicenseTerms TermsOf(string name) => new LicenseVerifier(
        new TrustedKeys(KeySource.Configured, JwkReader.ReadPublic(_world.Bytes("public.json")).Keys)).License(_world.Bytes(name)).Value!;

    private void Configure(string revocations = "") => _world.Write("router.yaml", $$"""
        server: { data_dir: data }
        license: { path: license.json, trusted_keys: [public.json], environment: production, deployment_id: eu-1, fingerprint: node-a, revocations: "{{revocations}}" }
        providers:
          cloud: { base_url: https://provider.example, api_key: k, models: { m: {} } }
        groups:
          public: { targets: [{ provider: cloud, model: m }] }
        """);
}
