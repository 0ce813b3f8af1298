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
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(upstream.BaseUrl, "chat")
            + $"    - {{ id: web, token_sha256: \"{RouterConfigText.HashOf("scoped")}\", roles: [admin], scope: web/production }}\n");
        using var scoped = router.AdminWith("scoped");

        foreach (var path in (string[])["/metrics", "/admin/config/revisions"])
        {
            using var answer = await scoped.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }

        using var reload = await scoped.PostAsync(new Uri("/admin/config/reload", UriKind.Relative), null);
        reload.StatusCode.Should().Be(HttpStatusCode.Forbidden);
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
}
