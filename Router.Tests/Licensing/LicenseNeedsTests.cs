// What a configuration asks of a licence, and what a licence would block of it.
using FluentAssertions;
using Router.Configuration;
using Router.Licensing;
using Router.Tests.Configuration;
using Xunit;

namespace Router.Tests.Licensing;

public sealed class LicenseNeedsTests
{
    private const string Text = """
        providers:
          cloud: { base_url: https://provider.example, api_key: k, models: { m: {} } }
          cellar: { base_url: http://10.0.0.5, private: true, auth: none, models: { m: {} } }
        groups:
          public: { targets: [{ provider: cloud, model: m }] }
          mixed: { targets: [{ provider: cloud, model: m }, { provider: cellar, model: m }] }
          third: { targets: [{ provider: cloud, model: m }] }
        """;

    private static readonly Issuer Ours = new();
    private static readonly RouterSnapshot Snapshot = Yaml.Load(Text).Snapshot!;

    [Fact]
    public void Each_setting_of_a_group_needs_its_feature()
    {
        LicenseNeeds.Of("failover", false, false, false).Should().Be(LicenseFeatures.Routing);
        LicenseNeeds.Of("dynamic", false, false, false).Should().Be(LicenseFeatures.Routing | LicenseFeatures.DynamicRouting);
        LicenseNeeds.Of("external", false, false, false).Should().Be(LicenseFeatures.Routing | LicenseFeatures.ExternalPolicy);
        LicenseNeeds.Of("static", true, false, false).Should().Be(LicenseFeatures.Routing | LicenseFeatures.PiiFiltering);
        LicenseNeeds.Of("static", false, true, false).Should().Be(LicenseFeatures.Routing | LicenseFeatures.GroupContracts);
        LicenseNeeds.Of("static", false, false, true).Should().Be(LicenseFeatures.Routing | LicenseFeatures.PrivateUpstreams);
    }

    [Fact]
    public void One_private_target_makes_a_group_need_the_feature() => Snapshot.Groups.Select(LicenseNeeds.Of).Should().Equal(
        LicenseFeatures.Routing, LicenseFeatures.Routing | LicenseFeatures.PrivateUpstreams, LicenseFeatures.Routing);

    [Fact]
    public void The_built_in_simulator_is_no_private_upstream() => Yaml.Load("""
        providers:
          pub: { base_url: simulator, models: { m: {} } }
        groups:
          g: { targets: [{ provider: pub, model: m }] }
        """).Snapshot!.Groups.Select(LicenseNeeds.Of).Should().Equal(LicenseFeatures.Routing);

    [Fact]
    public void A_licence_with_everything_blocks_nothing() => Blocked(All, LicenseLimits.Unlimited).Should().BeEmpty();

    [Fact]
    public void A_group_is_blocked_for_what_it_lacks() => Blocked(All & ~LicenseFeatures.PrivateUpstreams, LicenseLimits.Unlimited)
        .Should().Equal(new BlockedItem("group", "mixed", "private_upstreams", "license_feature_missing"));

    [Fact]
    public void Routing_is_needed_by_every_group_and_implies_nothing() => Blocked(All & ~(LicenseFeatures.Routing | LicenseFeatures.PrivateUpstreams), LicenseLimits.Unlimited)
        .Select(item => (item.Name, item.Needs)).Should().Equal(("public", "routing"), ("mixed", "routing,private_upstreams"), ("third", "routing"));

    [Fact]
    public void Groups_callers_and_retention_beyond_a_limit_are_blocked_in_order() =>
        Blocked(All, LicenseLimits.Unlimited with { MaxGroups = 2, MaxCallers = 1, MaxRetentionDays = 364 }, "a", "b", "c").Should().Equal(
            new BlockedItem("group", "third", "max_groups", "license_limit_exceeded"),
            new BlockedItem("caller", "b", "max_callers", "license_limit_exceeded"),
            new BlockedItem("caller", "c", "max_callers", "license_limit_exceeded"),
            new BlockedItem("limit", "max_retention_days", "max_retention_days", "license_limit_exceeded"));

    [Fact]
    public void Retention_up_to_the_limit_is_not_blocked() => Blocked(All, LicenseLimits.Unlimited with { MaxRetentionDays = 365 }).Should().BeEmpty();

    [Fact]
    public void Reports_are_blocked_one_by_one() => Blocked(All & ~LicenseFeatures.AdminReports, LicenseLimits.Unlimited)
        .Select(item => item.Name).Should().Contain("cost").And.NotContain(["usage", "requests", "quotas", "access", "license"]).And.HaveCount(11);

    [Fact]
    public void Without_a_licence_every_group_is_blocked_for_its_state_and_the_five_reports_are_not()
    {
        var judgement = new LicenseJudgement(LicenseState.Missing, "missing", null, 0, 0);

        var blocked = BlockedItems.Of(Snapshot, [], null, judgement);

        blocked.Where(item => item.What == "group").Select(item => item.Code).Should().Equal(Enumerable.Repeat("license_missing", 3));
        blocked.Where(item => item.What == "report").Select(item => item.Needs).Distinct().Should().Equal("usage_reporting", "admin_reports");
    }

    [Fact]
    public void Callers_of_the_file_are_known_in_its_order()
    {
        var text = Text + string.Concat(
            "\ncallers:\n", string.Join('\n', Enumerable.Range(0, 20).Select(at => $"  - {{ id: c{19 - at}, token_sha256: \"{at + 1:d64}\" }}")));

        Yaml.Load(text).Snapshot!.CallerIds.Should().Equal(Enumerable.Range(0, 20).Select(at => $"c{19 - at}"));
    }

    private static LicenseFeatures All => FeatureNames.All.Aggregate(LicenseFeatures.None, (all, entry) => all | entry.Feature);

    private static IReadOnlyList<BlockedItem> Blocked(LicenseFeatures features, LicenseLimits limits, params string[] callers) => BlockedItems.Of(
        Snapshot, callers, Ours.Terms() with { Features = features, Limits = limits }, new LicenseJudgement(LicenseState.Valid, null, null, 1, 1));
}
