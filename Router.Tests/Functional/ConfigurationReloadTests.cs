// Changes of the configuration while the router serves.
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ConfigurationReloadTests : IAsyncLifetime
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly ScriptedUpstream _upstream = new();
    private string _first = "";
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        _first = RouterConfigText.Of(_upstream.BaseUrl, "chat");
        _router = await RunningRouter.StartAsync(_first, new ManualTimeProvider());
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_changed_file_takes_effect_by_itself_and_the_rows_name_the_revision()
    {
        (await StatusAsync("more")).Should().Be(HttpStatusCode.NotFound);

        _router.Configure(RouterConfigText.Of(_upstream.BaseUrl, "chat", "more"));
        _router.Clock.Advance(Look);
        (await StatusAsync("more")).Should().Be(HttpStatusCode.NotFound, "a change is taken up when it was seen twice");
        _router.Clock.Advance(Look);

        (await StatusAsync("more")).Should().Be(HttpStatusCode.OK);
        (await _router.RowsAsync()).Select(row => row.Number("revision")).Should().Equal(1, 1, 2);
        (await RevisionsAsync()).Should().Equal((2, "file", true), (1, "start", false));
    }

    [Fact]
    public async Task A_bad_file_changes_nothing_and_its_problems_are_logged_with_their_lines()
    {
        _router.Configure(_first + "nonsense: 1\nlimits: { default_caller: { rpm: 5 } }\n");
        _router.Clock.Advance(Look);
        _router.Clock.Advance(Look);

        (await StatusAsync("chat")).Should().Be(HttpStatusCode.OK);
        (await RevisionsAsync()).Should().Equal((1, "start", true));
        var lines = _first.Count(letter => letter == '\n');
        var logged = _router.LogLines.Where(line => line.Event.Id == 1002).Select(line => line.Message).ToList();
        logged.Should().Contain(line => line.Contains("nonsense", StringComparison.Ordinal) && line.Contains($"{lines + 1}", StringComparison.Ordinal));
        logged.Should().Contain(line => line.Contains("limits", StringComparison.Ordinal) && line.Contains($"{lines + 2}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("limits: { default_caller: { rpm: 5 } }", "limits.default_caller")]
    [InlineData("limits: { projects: { web: { budgets: [ { usd: 500, period: month } ] } } }", "limits.projects")]
    [InlineData("limits: { callers: { tests: { tpm: 100 } } }", "limits.callers")]
    [InlineData("limits: { allowed_regions: { web: [eu] } }", "limits.allowed_regions")]
    public async Task A_rule_that_this_version_does_not_enforce_is_refused(string rule, string path)
    {
        _router.Configure($"{_first}{rule}\n");

        using var answer = await PostAsync("/admin/config/reload", null);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        answer.Headers.GetValues("x-router-error").Should().Equal("invalid_configuration");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var problem = json.RootElement.GetProperty("problems").EnumerateArray().Single();
        problem.GetProperty("path").GetString().Should().StartWith(path);
        problem.GetProperty("line").GetInt32().Should().Be(_first.Count(letter => letter == '\n') + 1);
        problem.GetProperty("message").GetString().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("pii: { mode: mask }")]
    [InlineData("external: { url: https://decide.example }")]
    [InlineData("contract: { min_pass_rate: 0.9 }")]
    [InlineData("strategy: dynamic")]
    [InlineData("strategy: external")]
    public async Task A_group_that_needs_what_is_not_built_is_refused(string rule)
    {
        _router.Configure(_first.Replace("    retry:", $"    {rule}\n    retry:", StringComparison.Ordinal));

        using var answer = await PostAsync("/admin/config/reload", null);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await StatusAsync("chat")).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reload_of_an_unchanged_file_makes_no_revision()
    {
        using var answer = await PostAsync("/admin/config/reload", null);

        (await answer.Content.ReadAsStringAsync()).Should().Be("""{"revision":1,"changed":false}""");
        (await RevisionsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_change_that_needs_a_restart_is_refused_with_its_line()
    {
        _router.Configure(_first.Replace("server: { ", "server: { data_dir: elsewhere, ", StringComparison.Ordinal));

        using var answer = await PostAsync("/admin/config/reload", null);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("server.data_dir").And.Contain("restart");
    }

    [Fact]
    public async Task A_rollback_restores_the_older_revision_under_its_number()
    {
        _router.Configure(RouterConfigText.Of(_upstream.BaseUrl, "chat", "more"));
        using var reload = await PostAsync("/admin/config/reload", null);
        (await reload.Content.ReadAsStringAsync()).Should().Be("""{"revision":2,"changed":true}""");
        (await StatusAsync("more")).Should().Be(HttpStatusCode.OK);

        using var rollback = await PostAsync("/admin/config/rollback", """{"revision": 1}""");

        rollback.StatusCode.Should().Be(HttpStatusCode.OK);
        (await StatusAsync("more")).Should().Be(HttpStatusCode.NotFound);
        (await StatusAsync("chat")).Should().Be(HttpStatusCode.OK, "the provider's key is put back too");
        _upstream.Requests[^1]["authorization"].Should().Be("Bearer key-of-the-provider");
        (await _router.RowsAsync()).Select(row => row.Number("revision")).Should().Equal(2, 1, 1);
        (await RevisionsAsync()).Should().Equal((2, "admin", false), (1, "start", true));

        _router.Clock.Advance(Look);
        _router.Clock.Advance(Look);
        (await RevisionsAsync()).Should().HaveCount(2, "the file that the rollback wrote is no change");
    }

    [Theory]
    [InlineData("""{"revision": "1"}""", "invalid_body")]
    [InlineData("""{"revision": 1.5}""", "invalid_body")]
    [InlineData("""[1]""", "invalid_body")]
    [InlineData("", "invalid_body")]
    [InlineData("not json", "invalid_body")]
    [InlineData("""{"\ud800 half a pair": 1, "revisions": 1}""", "invalid_body")]
    public async Task A_rollback_to_nothing_is_refused(string body, string code)
    {
        using var answer = await PostAsync("/admin/config/rollback", body);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        answer.Headers.GetValues("x-router-error").Should().Equal(code);
    }

    [Fact]
    public async Task A_rollback_to_a_revision_that_is_not_there_says_so_and_is_no_bad_configuration()
    {
        using var answer = await PostAsync("/admin/config/rollback", """{"revision": 77}""");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Headers.GetValues("x-router-error").Should().Equal("not_found");
        (await answer.Content.ReadAsStringAsync()).Should().Contain("There is no revision 77; GET /admin/config/revisions lists them.");
        _router.LogLines.Should().NotContain(line => line.Event.Id == 1001 || line.Event.Id == 1002);
    }

    [Fact]
    public async Task A_request_in_flight_finishes_on_the_revision_it_began_with()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var old = new ScriptedUpstream();
        old.OnNext(async r =>
        {
            await r.StallAsync(go.Task);
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        _router.Configure(RouterConfigText.Of(old.BaseUrl, "chat"));
        using var first = await PostAsync("/admin/config/reload", null);
        var running = _router.ChatAsync(ChatText.Request);
        await old.RequestAsync();

        _router.Configure(_first.Replace("input: 1,", "input: 3,", StringComparison.Ordinal).Replace("allow: [chat]", "allow: []", StringComparison.Ordinal));
        using var second = await PostAsync("/admin/config/reload", null);
        second.StatusCode.Should().Be(HttpStatusCode.OK);
        (await StatusAsync("chat")).Should().Be(HttpStatusCode.NotFound);
        go.SetResult();
        using var answer = await running;

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var row = (await _router.RowsAsync()).Single(it => it.Text("outcome") == "completed");
        row.Number("revision").Should().Be(2);
        row.Number("price_input").Should().Be(1_000_000_000);
    }

    [Fact]
    public async Task A_caller_that_is_taken_out_of_the_file_is_refused_on_the_next_request()
    {
        (await StatusAsync("chat")).Should().Be(HttpStatusCode.OK);

        _router.Configure(_first.Replace(RouterConfigText.HashOf(RouterProcess.CallerToken), RouterConfigText.HashOf("someone else"), StringComparison.Ordinal));
        using var reload = await PostAsync("/admin/config/reload", null);

        (await StatusAsync("chat")).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Revisions_survive_a_restart_and_an_unchanged_file_makes_none()
    {
        await _router.StopAsync();
        await _router.StartAsync();
        (await RevisionsAsync()).Should().Equal((1, "start", true));

        await _router.StopAsync();
        _router.Configure(RouterConfigText.Of(_upstream.BaseUrl, "chat", "more"));
        await _router.StartAsync();
        (await RevisionsAsync()).Should().Equal((2, "start", true), (1, "start", false));
    }

    private async Task<HttpStatusCode> StatusAsync(string group)
    {
        using var answer = await _router.ChatAsync(ChatText.Request.Replace("\"chat\"", $"\"{group}\"", StringComparison.Ordinal));
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? body) => await _router.Admin.PostAsync(
        new Uri(path, UriKind.Relative), body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json")));

    private async Task<List<(int Revision, string By, bool Active)>> RevisionsAsync()
    {
        using var json = JsonDocument.Parse(await _router.Admin.GetStringAsync(new Uri("/admin/config/revisions", UriKind.Relative)));
        return [.. json.RootElement.GetProperty("revisions").EnumerateArray().Select(it =>
        {
            it.GetProperty("accepted_at").GetDateTimeOffset().Year.Should().Be(2026);
            return (it.GetProperty("revision").GetInt32(), it.GetProperty("by").GetString()!, it.GetProperty("active").GetBoolean());
        })];
    }
}
