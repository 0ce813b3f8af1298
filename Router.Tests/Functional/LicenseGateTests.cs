// What a licence does not have is refused at its own place, with its own code.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LicenseGateTests
{
    [Theory]
    [InlineData("routing")]
    [InlineData("private_upstreams")]
    public async Task A_feature_that_is_missing_is_named_and_no_provider_is_asked(string feature)
    {
        await using var world = await LicenseWorld.StartAsync(claims => Without(claims, feature));

        using var answer = await world.Router.ChatAsync(UpstreamWorld.Ask);
        var (code, message) = UpstreamWorld.ErrorIn(await answer.Content.ReadAsStringAsync());

        ((int)answer.StatusCode, code).Should().Be((403, "license_feature_missing"));
        answer.Headers.GetValues("x-should-retry").Should().Equal("false");
        message.Should().Contain(feature);
        message.Contains("'chat'", StringComparison.Ordinal).Should().Be(feature != "routing", "the group is named where there is one");
        message.Should().NotContainAny("acme", "Acme", "lic-1", "2027");
        world.Upstream.RequestCount.Should().Be(0);
        (await world.Router.RowAsync()).Text("error_code").Should().Be("license_feature_missing");
        (await StatusOfModelsAsync(world)).Should().Contain("\"chat\"", "a group stays in the list of models");
    }

    [Fact]
    public async Task Usage_is_readable_with_its_feature_alone()
    {
        await using var world = await LicenseWorld.StartAsync(claims => Without(claims, "usage_reporting"));

        using var answer = await world.Router.Caller.GetAsync(new Uri("/v1/usage", UriKind.Relative));

        ((int)answer.StatusCode, answer.Headers.GetValues("x-router-error").Single()).Should().Be((403, "license_feature_missing"));
        (await world.AskAsync()).Should().Be((200, null));
    }

    [Fact]
    public async Task Groups_beyond_the_number_are_refused_in_file_order()
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["limits"] = new JsonObject { ["max_groups"] = 1 });

        (await world.AskAsync("chat")).Should().Be((200, null));
        (await world.AskAsync("other")).Should().Be((403, "license_limit_exceeded"));

        var limit = (await world.AdminAsync())["limits"]!.AsArray().Single()!;
        ((string?)limit["limit"], (long)limit["max"]!, (long)limit["used"]!, (long)limit["remaining"]!).Should().Be(("max_groups", 1, 2, 0));
        (await world.AdminAsync())["blocked"]!.AsArray().Should().ContainSingle(item => (string)item!["name"]! == "other");
    }

    [Fact]
    public async Task Callers_beyond_the_number_are_refused_in_the_order_of_their_registration()
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["limits"] = new JsonObject { ["max_callers"] = 2 });
        var second = await IssueAsync(world, "second");

        (await StatusAsync(world, RouterProcess.CallerToken)).Should().Be(200, "those of the file come first");
        (await StatusAsync(world, second.Token!)).Should().Be(200);
        var third = await IssueAsync(world, "third");
        third.ExitCode.Should().Be(1);
        third.Errors.Should().Contain("license_limit_exceeded").And.Contain("max_callers");

        world.Install(claims => claims["limits"] = new JsonObject { ["max_callers"] = 1 });
        world.Look();
        (await StatusAsync(world, RouterProcess.CallerToken)).Should().Be(200);
        (await StatusAsync(world, second.Token!)).Should().Be(403);
    }

    [Theory]
    [InlineData(364, 403, "license_limit_exceeded")]
    [InlineData(365, 200, null)]
    public async Task More_retention_than_allowed_is_refused(int allowed, int status, string? code)
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["limits"] = new JsonObject { ["max_retention_days"] = allowed });

        (await world.AskAsync()).Should().Be((status, code));
    }

    [Fact]
    public async Task The_development_licence_is_for_loopback_alone()
    {
        await using var world = await LicenseWorld.StartAsync(
            _ => { },
            yaml: text => text.Replace("${ROUTER_ADMIN_LISTEN}", "http://0.0.0.0:0", StringComparison.Ordinal)
                .Replace(LicenseLine(text), $"license: {{ path: \"{RepositoryRoot.At("licenses/development.license.json")}\" }}", StringComparison.Ordinal));

        (await world.AskAsync()).Should().Be((503, "license_invalid"));
    }

    [Fact]
    public async Task The_environment_and_the_fingerprint_bind()
    {
        await using var world = await LicenseWorld.StartAsync(
            claims => claims["deployment"] = JsonNode.Parse($$$"""
                {"mode":"self_hosted","deployment_id":"eu-1","environments":["development"],"instances":{"fingerprints":["{{{Router.Licensing.LicenseBinding.Hash("acme", "eu-1", "node-a")}}}"]}}
                """),
            ", deployment_id: eu-1, fingerprint: node-a");
        (await world.AskAsync()).Should().Be((200, null));
        (await world.AdminAsync())["binding"]!.ToString().Should().Be("matched");

        var text = await File.ReadAllTextAsync(world.Router.ConfigFile);
        world.Router.Configure(text.Replace("fingerprint: node-a", "fingerprint: node-b", StringComparison.Ordinal));
        world.Router.Host.Reloader.Reload("test");
        world.Look();
        (await world.AskAsync()).Should().Be((403, "license_binding_mismatch"));
        world.Router.LogLines.Should().NotContain(line => line.Message.Contains("node-", StringComparison.Ordinal));
    }

    private static string LicenseLine(string text) => text.Split('\n').First(line => line.StartsWith("license:", StringComparison.Ordinal));

    private static void Without(JsonObject claims, string feature)
    {
        var features = claims["features"]!.AsArray();
        features.Remove(features.First(one => (string)one! == feature));
    }

    private static async Task<string> StatusOfModelsAsync(LicenseWorld world) =>
        await world.Router.Caller.GetStringAsync(new Uri("/v1/models", UriKind.Relative));

    private static async Task<int> StatusAsync(LicenseWorld world, string token)
    {
        using var client = world.Router.CallerWith(token);
        using var answer = await client.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(UpstreamWorld.Ask, System.Text.Encoding.UTF8, "application/json"));
        return (int)answer.StatusCode;
    }

    private static async Task<(int ExitCode, string? Token, string Errors)> IssueAsync(LicenseWorld world, string id)
    {
        var (code, output, errors) = await world.Router.RunAsync(
            "token", "issue", "--id", id, "--user", "u", "--project", "p", "--environment", "development", "--allow", "*", "--json");
        return (code, code == 0 ? (string?)JsonNode.Parse(output)!["token"] : null, errors);
    }
}
