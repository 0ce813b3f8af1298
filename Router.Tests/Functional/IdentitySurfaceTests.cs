// What a caller may read about itself and the router: models, usage, health, metrics.
using System.Net;
using System.Text.Json;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class IdentitySurfaceTests : IAsyncLifetime
{
    private const string Other = "another-callers-token";

    private readonly ScriptedUpstream _upstream = new();
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        var yaml = RouterConfigText.Of(_upstream.BaseUrl, "chat", "secret")
            .Replace("  chat:\n", "  chat:\n    aliases: [gpt-4o, fast]\n", StringComparison.Ordinal)
            .Replace("callers:\n", $"callers:\n  - {{ id: other, user: bob, project: web, environment: staging, token_sha256: \"{RouterConfigText.HashOf(Other)}\", allow: [chat] }}\n", StringComparison.Ordinal);
        _router = await RunningRouter.StartAsync(yaml, new ManualTimeProvider());
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/models/vendor/small")]
    [InlineData("/v1/models/vendor%2Fsmall")]
    [InlineData("/v1/models/vendor%2fsmall")]
    public async Task A_name_with_a_slash_is_found_however_the_client_writes_it(string path)
    {
        await using var world = await UpstreamWorld.StartAsync(group: "aliases: [vendor/small]");

        using var json = await JsonAsync(world.Router.Caller, path);

        json.RootElement.GetProperty("id").GetString().Should().Be("vendor/small");
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/usage")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/version")]
    public async Task What_can_be_read_can_be_asked_for_its_head(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await _router.Caller.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_models_document_holds_the_list_that_Codex_reads_in_either_shape(bool anthropic)
    {
        using var caller = _router.CallerWith(Other);
        if (anthropic)
        {
            caller.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        }

        using var json = await JsonAsync(caller, "/v1/models?client_version=0.169.0");

        var models = json.RootElement.GetProperty("models").EnumerateArray().ToList();
        models.Select(model => model.GetProperty("slug").GetString()).Should().Equal("chat", "gpt-4o", "fast");
        models.Should().AllSatisfy(model => model.GetProperty("supported_reasoning_levels").GetArrayLength().Should().Be(3));
        models[0].TryGetProperty("base_instructions", out _).Should().BeFalse("the agent's own prompt is the agent's");
    }

    [Theory]
    [InlineData("TAG", HttpStatusCode.NotModified)]
    [InlineData("W/TAG", HttpStatusCode.NotModified)]
    [InlineData("\"other\", TAG", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"other\"", HttpStatusCode.OK)]
    public async Task The_models_document_has_a_tag_and_is_not_sent_again_while_it_is_the_same(string known, HttpStatusCode status)
    {
        using var first = await _router.Caller.GetAsync(new Uri("/v1/models", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.TryAddWithoutValidation("If-None-Match", known.Replace("TAG", first.Headers.ETag!.Tag, StringComparison.Ordinal));
        using var second = await _router.Caller.SendAsync(request);
        using var other = _router.CallerWith(Other);
        using var third = await other.GetAsync(new Uri("/v1/models", UriKind.Relative));

        second.StatusCode.Should().Be(status);
        third.Headers.ETag.Should().NotBe(first.Headers.ETag, "this caller may use other groups");
    }

    [Fact]
    public async Task A_WebSocket_is_refused_with_426_so_that_a_client_falls_back_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/responses");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));

        using var answer = await _router.Caller.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.UpgradeRequired);
    }

    [Fact]
    public async Task Models_are_the_callers_own_groups_and_aliases_in_the_shape_of_OpenAI()
    {
        using var caller = _router.CallerWith(Other);

        using var json = await JsonAsync(caller, "/v1/models?limit=100");

        json.RootElement.GetProperty("object").GetString().Should().Be("list");
        var models = json.RootElement.GetProperty("data").EnumerateArray().ToList();
        models.Select(model => model.GetProperty("id").GetString()).Should().Equal("chat", "gpt-4o", "fast");
        foreach (var model in models)
        {
            model.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("id", "object", "created", "owned_by");
            model.GetProperty("object").GetString().Should().Be("model");
            model.GetProperty("created").GetInt64().Should().BePositive();
        }
    }

    [Fact]
    public async Task Models_come_in_the_shape_of_Anthropic_when_its_version_is_sent()
    {
        using var caller = _router.CallerWith(Other);
        caller.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");

        using var json = await JsonAsync(caller, "/v1/models");

        var root = json.RootElement;
        root.TryGetProperty("object", out _).Should().BeFalse();
        root.GetProperty("has_more").GetBoolean().Should().BeFalse();
        root.GetProperty("first_id").GetString().Should().Be("chat");
        root.GetProperty("last_id").GetString().Should().Be("fast");
        foreach (var model in root.GetProperty("data").EnumerateArray())
        {
            model.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("id", "type", "display_name", "created_at");
            model.GetProperty("type").GetString().Should().Be("model");
            model.GetProperty("created_at").GetDateTimeOffset().Year.Should().Be(2026);
        }
    }

    [Theory]
    [InlineData("chat", 200)]
    [InlineData("fast", 200)]
    [InlineData("secret", 404)]
    [InlineData("nothing", 404)]
    public async Task One_model_is_shown_to_those_who_may_use_it(string id, int status)
    {
        using var caller = _router.CallerWith(Other);
        using var answer = await caller.GetAsync(new Uri($"/v1/models/{id}", UriKind.Relative));

        ((int)answer.StatusCode).Should().Be(status);
        if (status == 404)
        {
            (await RouterErrorAnswer.OfOpenAIAsync(answer)).Code.Should().Be("model_not_found");
        }
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/chat")]
    [InlineData("/v1/usage")]
    public async Task Models_and_usage_need_a_token(string path)
    {
        using var nobody = _router.CallerWith(null);
        using var answer = await nobody.GetAsync(new Uri(path, UriKind.Relative));

        (await RouterErrorAnswer.OfOpenAIAsync(answer)).Code.Should().Be("invalid_token");
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Usage_counts_what_this_caller_used_this_month_and_no_other()
    {
        for (var i = 0; i < 3; i++)
        {
            using var answer = await _router.ChatAsync(ChatText.Request);
        }

        using var refused = await _router.ChatAsync("""{"model":"nothing","messages":[]}""");
        await _router.RowsAsync();
        using var mine = await JsonAsync(_router.Caller, "/v1/usage");
        using var other = _router.CallerWith(Other);
        using var others = await JsonAsync(other, "/v1/usage");

        mine.RootElement.GetProperty("caller").GetString().Should().Be("tests");
        mine.RootElement.GetProperty("limits").GetArrayLength().Should().Be(0);
        var totals = mine.RootElement.GetProperty("totals");
        totals.GetProperty("requests").GetInt64().Should().Be(4);
        totals.GetProperty("input_tokens").GetInt64().Should().Be(3 * 16, "all that was read counts as input here, from the cache or not");
        totals.GetProperty("output_tokens").GetInt64().Should().Be(3 * 7);
        totals.GetProperty("cost_usd").GetDecimal().Should().Be(3 * (11 * 1m + 7 * 2m) / 1_000_000);
        totals.GetProperty("since").GetString().Should().Be("2026-11-01T00:00:00Z");
        others.RootElement.GetProperty("caller").GetString().Should().Be("other");
        others.RootElement.GetProperty("totals").GetProperty("requests").GetInt64().Should().Be(0);
    }

    [Fact]
    public async Task Usage_starts_anew_with_the_month()
    {
        using var before = await _router.ChatAsync(ChatText.Request);
        await _router.RowsAsync();

        _router.Clock.JumpWallClock(TimeSpan.FromDays(30));

        using var json = await JsonAsync(_router.Caller, "/v1/usage");
        json.RootElement.GetProperty("totals").GetProperty("requests").GetInt64().Should().Be(0);
        json.RootElement.GetProperty("totals").GetProperty("since").GetString().Should().Be("2026-12-01T00:00:00Z");
    }

    [Theory]
    [InlineData("HEAD", "/")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/healthz")]
    [InlineData("GET", "/readyz")]
    [InlineData("GET", "/version")]
    public async Task Health_needs_no_token_and_every_answer_names_its_request(string method, string path)
    {
        using var nobody = _router.CallerWith(null);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await nobody.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-request-id").Single().Should().MatchRegex("^req_[0-9a-f]{32}$");
        (await answer.Content.ReadAsStringAsync()).Length.Should().Be(method == "HEAD" ? 0 : (int)answer.Content.Headers.ContentLength!);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/usage")]
    public async Task What_a_caller_reads_names_its_request_too(string path)
    {
        using var answer = await _router.Caller.GetAsync(new Uri(path, UriKind.Relative));

        answer.Headers.GetValues("x-request-id").Single().Should().MatchRegex("^req_[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/version")]
    public async Task Health_is_on_the_admin_listener_too(string path)
    {
        using var nobody = _router.AdminWith(null);
        using var answer = await nobody.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/docs/", 200)]
    [InlineData("/metrics", 401)]
    [InlineData("/admin/config/revisions", 401)]
    [InlineData("/nowhere", 404)]
    public async Task Every_answer_of_the_admin_listener_has_an_id_of_its_own(string path, int status)
    {
        using var nobody = _router.AdminWith(null);
        var ids = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await nobody.GetAsync(new Uri(path, UriKind.Relative));
            ((int)answer.StatusCode).Should().Be(status);
            ids.UnionWith(answer.Headers.TryGetValues("x-request-id", out var values) ? values : []);
        }

        ids.Should().HaveCount(2).And.OnlyContain(id => id.StartsWith("req_", StringComparison.Ordinal) && id.Length == 36);
    }

    [Theory]
    [InlineData(RouterProcess.MetricsToken, 200)]
    [InlineData(RunningRouter.AdminToken, 200)]
    [InlineData(RunningRouter.ViewerToken, 403)]
    [InlineData(RouterProcess.CallerToken, 401)]
    [InlineData(null, 401)]
    public async Task Metrics_are_for_their_role_and_for_administrators(string? token, int status)
    {
        using var client = _router.AdminWith(token);
        using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative));

        ((int)answer.StatusCode).Should().Be(status);
        if (status == 401)
        {
            answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        }
    }

    [Fact]
    public async Task The_metrics_role_opens_nothing_but_the_metrics()
    {
        using var client = _router.AdminWith(RouterProcess.MetricsToken);

        using var revisions = await client.GetAsync(new Uri("/admin/config/revisions", UriKind.Relative));
        using var reload = await client.PostAsync(new Uri("/admin/config/reload", UriKind.Relative), null);

        revisions.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        reload.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Metrics_and_admin_paths_are_not_on_the_caller_surface()
    {
        foreach (var path in (string[])["/metrics", "/admin/config/revisions", "/admin/"])
        {
            using var client = _router.CallerWith(RunningRouter.AdminToken);
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Metrics_count_requests_tokens_costs_and_refusals()
    {
        using var served = await _router.ChatAsync(ChatText.Request);
        using var refused = await _router.ChatAsync("{}");
        await _router.RowsAsync();

        var page = await _router.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        page.Should().Contain("router_requests_total{group=\"chat\",provider=\"p-chat\",model=\"m\",dialect=\"openai-chat\",outcome=\"completed\",project=\"tests\"} 1");
        page.Should().MatchRegex("router_cost_nano_usd_total\\{group=\"chat\",[^}]*\\} 25000\n");
        page.Should().MatchRegex("router_tokens_total\\{kind=\"output\",[^}]*\\} 7\n");
        page.Should().Contain("router_refusals_total{code=\"missing_model\"} 1");
        page.Should().Contain("router_ledger_rows_total 2");
        page.Should().Contain("router_in_flight 0");
    }

    private static async Task<JsonDocument> JsonAsync(RouterClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
}
