// Tokens made and ended with the command line beside a running router.
using System.Net;
using System.Text.Json;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class IdentityTokenTests : IAsyncLifetime
{
    private static readonly string[] Issue =
        ["token", "issue", "--id", "ci", "--user", "alice", "--project", "web", "--environment", "development", "--allow", "chat", "--json"];

    private readonly ScriptedUpstream _upstream = new();
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        _router = await RunningRouter.StartAsync(RouterConfigText.Of(_upstream.BaseUrl, "chat", "other"), new ManualTimeProvider());
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_was_just_issued_is_good_on_the_next_request()
    {
        var issued = await IssueAsync(Issue);

        (await StatusAsync(issued.Token)).Should().Be((200, null));
        var row = await _router.RowAsync();
        row.Text("caller_id").Should().Be("ci");
        row.Text("user_id").Should().Be("alice");
        row.Text("project_id").Should().Be("web");
        row.Text("token_id").Should().Be(issued.Id);
        issued.Token.Should().MatchRegex("^rtr_[A-Za-z0-9-]+_[A-Za-z0-9]+$");
        issued.Hash.Should().Be(RouterConfigText.HashOf(issued.Token));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_on_the_next_request()
    {
        var issued = await IssueAsync(Issue);
        (await StatusAsync(issued.Token)).Status.Should().Be(200);

        (await _router.RunAsync("token", "revoke", "ci")).ExitCode.Should().Be(0);

        (await StatusAsync(issued.Token)).Should().Be((403, "token_revoked"));
        (await _router.RowsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_rotated_token_is_replaced_at_once_or_after_its_grace()
    {
        var first = await IssueAsync(Issue);
        var second = await IssueAsync(["token", "rotate", "ci", "--json"]);
        (await StatusAsync(first.Token)).Should().Be((403, "token_rotated"));
        (await StatusAsync(second.Token)).Status.Should().Be(200);

        var third = await IssueAsync(["token", "rotate", "ci", "--grace", "1h", "--json"]);
        (await StatusAsync(second.Token)).Status.Should().Be(200);
        (await StatusAsync(third.Token)).Status.Should().Be(200);

        _router.Clock.JumpWallClock(TimeSpan.FromHours(1));
        (await StatusAsync(second.Token)).Should().Be((403, "token_rotated"));
        (await StatusAsync(third.Token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_token_expires_at_its_hour()
    {
        var issued = await IssueAsync([.. Issue, "--expires", "2h"]);
        _router.Clock.JumpWallClock(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        (await StatusAsync(issued.Token)).Status.Should().Be(200);

        _router.Clock.JumpWallClock(TimeSpan.FromMilliseconds(1));

        (await StatusAsync(issued.Token)).Should().Be((403, "token_expired"));
    }

    [Fact]
    public async Task A_disabled_token_is_refused_until_it_is_enabled()
    {
        var issued = await IssueAsync(Issue);

        await _router.RunAsync("token", "disable", "ci");
        (await StatusAsync(issued.Token)).Should().Be((403, "token_disabled"));
        await _router.RunAsync("token", "enable", "ci");
        (await StatusAsync(issued.Token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_refused_token_is_not_worth_a_retry()
    {
        var issued = await IssueAsync(Issue);
        await _router.RunAsync("token", "revoke", "ci");
        using var caller = _router.CallerWith(issued.Token);

        using var answer = await PostAsync(caller, "chat");

        var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
        error.OpenAICode.Should().Be("token_revoked");
        answer.Headers.GetValues("x-should-retry").Should().Equal("false");
    }

    [Fact]
    public async Task A_token_opens_the_groups_it_allows_and_no_other()
    {
        var issued = await IssueAsync(Issue);

        (await StatusAsync(issued.Token, "other")).Should().Be((404, "model_not_found"));
        (await StatusAsync(issued.Token)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_token_damaged_in_one_letter_is_told_so()
    {
        var issued = await IssueAsync(Issue);
        var damaged = issued.Token[..^1] + (issued.Token[^1] == 'a' ? 'b' : 'a');
        using var caller = _router.CallerWith(damaged);

        using var answer = await PostAsync(caller, "chat");

        (await RouterErrorAnswer.OfOpenAIAsync(answer)).Message.Should().StartWith("The token is damaged");
    }

    [Fact]
    public async Task An_admin_token_opens_nothing_for_callers_and_a_caller_token_nothing_for_administrators()
    {
        var caller = await IssueAsync(Issue);
        var admin = await IssueAsync(["token", "issue", "--admin", "--id", "ops", "--role", "admin", "--json"]);

        (await StatusAsync(admin.Token)).Should().Be((401, "invalid_token"));
        (await AdminStatusAsync(caller.Token)).Should().Be(HttpStatusCode.Unauthorized);
        (await AdminStatusAsync(admin.Token)).Should().Be(HttpStatusCode.OK);
        await _router.RunAsync("token", "revoke", "ops");
        (await AdminStatusAsync(admin.Token)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Tokens_survive_a_restart()
    {
        var issued = await IssueAsync(Issue);

        await _router.StopAsync();
        await _router.StartAsync();

        (await StatusAsync(issued.Token)).Status.Should().Be(200);
    }

    private async Task<(string Id, string Token, string Hash)> IssueAsync(string[] arguments)
    {
        var (exit, output, errors) = await _router.RunAsync(arguments);
        exit.Should().Be(0, errors);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        return (root.GetProperty("id").GetString()!, root.GetProperty("token").GetString()!, root.GetProperty("token_sha256").GetString()!);
    }

    private async Task<(int Status, string? Code)> StatusAsync(string token, string group = "chat")
    {
        using var caller = _router.CallerWith(token);
        using var answer = await PostAsync(caller, group);
        return ((int)answer.StatusCode, answer.Headers.TryGetValues("x-router-error", out var code) ? code.Single() : null);
    }

    private async Task<HttpStatusCode> AdminStatusAsync(string token)
    {
        using var client = _router.AdminWith(token);
        using var answer = await client.GetAsync(new Uri("/admin/config/revisions", UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> PostAsync(RouterClient caller, string group) => caller.PostAsync(
        new Uri("/v1/chat/completions", UriKind.Relative),
        BadInputWorld.Body(ChatText.Request.Replace("\"chat\"", $"\"{group}\"", StringComparison.Ordinal)));
}
