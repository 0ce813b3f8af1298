// Grants that are limited to a project, and models whose names look like paths.
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class IdentityScopeTests
{
    [Fact]
    public async Task A_grant_for_one_project_opens_nothing_that_concerns_the_whole_router()
    {
        await using var upstream = new ScriptedUpstream();
        await using var router = await StartWithAsync(upstream, "roles: [admin], scope: web/production");
        using var scoped = router.AdminWith("granted");

        foreach (var path in (string[])["/metrics", "/admin/config/revisions", "/admin/license", "/admin/reports/license"])
        {
            using var answer = await scoped.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }

        using var reload = await scoped.PostAsync(new Uri("/admin/config/reload", UriKind.Relative), null);
        reload.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.OK)]
    [InlineData("auditor", HttpStatusCode.OK)]
    [InlineData("operator", HttpStatusCode.Forbidden)]
    public async Task What_concerns_no_project_is_opened_by_a_grant_for_one_when_its_role_does(string role, HttpStatusCode status)
    {
        await using var upstream = new ScriptedUpstream();
        await using var router = await StartWithAsync(upstream, $"roles: [{role}], scope: web/production");
        using var scoped = router.AdminWith("granted");

        using var list = await scoped.GetAsync(new Uri("/admin/reports", UriKind.Relative));
        using var report = await scoped.GetAsync(new Uri("/admin/reports/license", UriKind.Relative));

        list.StatusCode.Should().Be(status);
        report.StatusCode.Should().Be(HttpStatusCode.Forbidden, "it tells of the whole router");
    }

    [Theory]
    [InlineData("auditor", HttpStatusCode.Forbidden)]
    [InlineData("viewer", HttpStatusCode.Forbidden)]
    [InlineData("operator", HttpStatusCode.OK)]
    public async Task The_configuration_is_for_those_who_operate(string role, HttpStatusCode status)
    {
        await using var upstream = new ScriptedUpstream();
        await using var router = await StartWithAsync(upstream, $"roles: [{role}]");
        using var client = router.AdminWith("granted");

        using var answer = await client.GetAsync(new Uri("/admin/config/revisions", UriKind.Relative));

        answer.StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task A_model_whose_name_holds_a_slash_is_found_by_it()
    {
        await using var upstream = new ScriptedUpstream();
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(upstream.BaseUrl, "chat")
            .Replace("  chat:\n    targets", "  chat:\n    aliases: [openai/gpt]\n    targets", StringComparison.Ordinal));

        using var answer = await router.Caller.GetAsync(new Uri("/v1/models/openai/gpt", UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("\"id\":\"openai/gpt\"");
    }

    /// <summary>A router with one more admin token, <c>granted</c>.</summary>
    private static Task<RunningRouter> StartWithAsync(ScriptedUpstream upstream, string grant) => RunningRouter.StartAsync(
        RouterConfigText.Of(upstream.BaseUrl, "chat") + $"    - {{ id: one, token_sha256: \"{RouterConfigText.HashOf("granted")}\", {grant} }}\n");
}
