// What a served or refused request leaves in the ledger: every column.
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LedgerRowTests : IAsyncLifetime
{
    private const string Prices = "prices: { input: 0.0375, output: 2.5, cache_read: 0.0009, cache_write: 4, cache_write_1h: 5, image: 0.001, source: \"list price\" }";

    private readonly ScriptedUpstream _upstream = new();
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        var yaml = RouterConfigText.Of(_upstream.BaseUrl, "chat")
            .Replace("prices: { input: 1, output: 2 }", Prices, StringComparison.Ordinal)
            .Replace("    api_key:", "    region: eu-1\n    billing: pass_through\n    api_key:", StringComparison.Ordinal);
        _router = await RunningRouter.StartAsync(yaml, new ManualTimeProvider());
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reasoning_that_a_target_counts_beside_its_output_is_charged_on_the_way_of_its_own_dialect_too(bool isStream)
    {
        var yaml = RouterConfigText.Of(_upstream.BaseUrl, "chat").Replace("{ id: up-model,", "{ id: up-model, traits: { totalExcludesReasoning: true },", StringComparison.Ordinal);
        await using var router = await RunningRouter.StartAsync(yaml);
        _upstream.OnNext(exchange => isStream
            ? exchange.AnswerAsync(200, "text/event-stream", Encoding.UTF8.GetBytes(DialectText.Chat.Stream))
            : exchange.AnswerJsonAsync(ChatText.Answer));

        using var answer = await router.ChatAsync(isStream ? DialectText.Chat.StreamRequest : ChatText.Request);
        await answer.Content.ReadAsStringAsync();

        var row = await router.RowAsync();
        row["output_tokens"].Should().Be(9L);
        row["reasoning_tokens"].Should().Be(2L);
        row["output_cost"].Should().Be(18_000L);
    }

    /// <summary>Mapping 3.3: Gemini tells what its models thought in the sum alone.</summary>
    [Theory]
    [InlineData("totalExcludesReasoning: true", 603L, 405L)]
    [InlineData("totalExcludesReasoning: false", 198L, null)]
    public async Task What_only_the_sum_has_is_output_of_a_target_that_is_said_to_count_so(string traits, long output, long? reasoning)
    {
        var yaml = RouterConfigText.Of(_upstream.BaseUrl, "chat").Replace("{ id: up-model,", $"{{ id: up-model, traits: {{ {traits} }},", StringComparison.Ordinal);
        await using var router = await RunningRouter.StartAsync(yaml);
        _upstream.OnNext(exchange => exchange.AnswerJsonAsync(
            """{"choices":[{"index":0,"message":{"content":"36"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":198,"total_tokens":623}}"""));

        using var answer = await router.ChatAsync(ChatText.Request);

        var row = await router.RowAsync();
        (row["input_tokens"], row["output_tokens"], row["reasoning_tokens"]).Should().Be((20L, output, reasoning));
        row["output_cost"].Should().Be(output * 2000);
    }

    [Fact]
    public async Task Input_that_a_service_does_not_count_is_estimated()
    {
        _upstream.OnNext(exchange => exchange.AnswerJsonAsync(
            """{"id":"c","object":"chat.completion","created":1,"model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"completion_tokens":4}}"""));

        using var answer = await _router.ChatAsync(ChatText.Request);

        var row = await _router.RowAsync();
        row["input_tokens"].Should().BeOfType<long>().Which.Should().BePositive();
        row["output_tokens"].Should().Be(4L);
        row["usage_source"].Should().Be("estimated");
    }

    [Fact]
    public async Task A_whole_answer_leaves_a_row_with_every_column_to_the_nano_dollar()
    {
        var started = _router.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        _upstream.OnNext(r =>
        {
            _router.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return r.AnswerJsonAsync(ChatText.Answer);
        });

        using var answer = await _router.ChatAsync(ChatText.Request);

        var row = await _router.RowAsync();
        Without(row, "row_hash").Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["seq"] = 1L,
            ["request_id"] = answer.Headers.GetValues("x-request-id").Single(),
            ["started_at"] = started,
            ["ended_at"] = started + 250,
            ["revision"] = 1L,
            ["caller_id"] = "tests",
            ["user_id"] = "tests",
            ["project_id"] = "tests",
            ["environment"] = "development",
            ["token_id"] = "tests",
            ["client"] = null,
            ["client_session"] = null,
            ["client_dialect"] = "openai-chat",
            ["endpoint"] = "chat.completions",
            ["group_name"] = "chat",
            ["strategy"] = "failover",
            ["stream"] = 0L,
            ["provider"] = "p-chat",
            ["model"] = "m",
            ["upstream_dialect"] = "openai-chat",
            ["region"] = "eu-1",
            ["billing"] = "pass_through",
            ["status"] = 200L,
            ["error_code"] = null,
            ["outcome"] = "completed",
            ["attempts"] = 1L,
            ["fallback"] = 0L,
            ["input_tokens"] = 11L,
            ["output_tokens"] = 7L,
            ["cache_read_tokens"] = 5L,
            ["cache_write_tokens"] = null,
            ["cache_write_1h_tokens"] = null,
            ["reasoning_tokens"] = 2L,
            ["image_count"] = null,
            ["usage_source"] = "reported",
            ["price_input"] = 37_500_000L,
            ["price_output"] = 2_500_000_000L,
            ["price_cache_read"] = 900_000L,
            ["price_cache_write"] = 4_000_000_000L,
            ["price_cache_write_1h"] = 5_000_000_000L,
            ["price_image"] = 1_000_000L,
            ["price_source"] = "list price",
            ["input_cost"] = 413L,      // 412.5, half up
            ["output_cost"] = 17_500L,
            ["cache_read_cost"] = 5L,   // 4.5, half up
            ["cache_write_cost"] = 0L,
            ["cache_write_1h_cost"] = 0L,
            ["image_cost"] = 0L,
            ["failed_cost"] = 0L,
            ["total_cost"] = 17_918L,
            ["upstream_cost"] = null,
            ["latency_ms"] = 250L,
            ["ttft_ms"] = 250L,
            ["upstream_ms"] = 250L,
            ["queue_ms"] = 0L,
            ["pii_findings"] = 0L,
            ["license_state"] = "valid",
            ["quota_state"] = "none",
            ["quota_set"] = null,
        });
        row.Text("row_hash").Should().MatchRegex("^[0-9a-f]{64}$");
        row.Attempts.Should().ContainSingle().Which.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["request_id"] = row["request_id"],
            ["attempt"] = 1L,
            ["provider"] = "p-chat",
            ["model"] = "m",
            ["dialect"] = "openai-chat",
            ["status"] = 200L,
            ["error_class"] = null,
            ["started_at"] = started,
            ["duration_ms"] = 250L,
            ["first_byte_ms"] = 250L,
            ["input_tokens"] = 11L,
            ["output_tokens"] = 7L,
            ["cache_read_tokens"] = 5L,
            ["cache_write_tokens"] = null,
            ["cache_write_1h_tokens"] = null,
            ["reasoning_tokens"] = 2L,
            ["cost"] = 17_918L,
        });
    }

    [Fact]
    public async Task A_stream_leaves_the_same_row_with_its_time_to_the_first_content()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _upstream.OnNext(async r =>
        {
            await r.StartEventsAsync();
            _router.Clock.Advance(TimeSpan.FromMilliseconds(40));
            await r.SendEventAsync(ChatText.Chunk("""{"role":"assistant","content":"Good"}"""));
            await seen.Task;
            _router.Clock.Advance(TimeSpan.FromMilliseconds(60));
            await r.SendEventAsync(ChatText.Chunk("{}", "\"stop\""));
            await r.SendEventAsync("""{"id":"c","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":16,"completion_tokens":7,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":2}}}""");
            await r.SendEventAsync("[DONE]");
        });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = BadInputWorld.Body(ChatText.StreamRequest) };
        using var answer = await _router.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        seen.SetResult();
        var text = await answer.Content.ReadAsStringAsync();

        text.Should().EndWith("data: [DONE]\n\n").And.NotContain("usage", "the caller did not ask for it");
        var row = await _router.RowAsync();
        row.Number("stream").Should().Be(1);
        row.Text("outcome").Should().Be("completed");
        row.Text("usage_source").Should().Be("reported");
        row.Number("input_tokens").Should().Be(11);
        row.Number("cache_read_tokens").Should().Be(5);
        row.Number("reasoning_tokens").Should().Be(2);
        row.Number("total_cost").Should().Be(17_918);
        row.Number("ttft_ms").Should().Be(40);
        row.Number("latency_ms").Should().Be(100);
        row.Attempts.Single()["first_byte_ms"].Should().Be(40L);
        row.Attempts.Single()["duration_ms"].Should().Be(100L);
    }

    [Fact]
    public async Task Images_are_counted_and_priced()
    {
        _upstream.OnNext(r => r.AnswerJsonAsync(ChatText.Answer));

        using var answer = await _router.ChatAsync("""
            {"model":"chat","messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
              {"type":"text","text":"what is this?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}
            """);

        var row = await _router.RowAsync();
        row.Number("image_count").Should().Be(2);
        row.Number("image_cost").Should().Be(2_000_000);
        row.Number("total_cost").Should().Be(2_017_918);
        row.Attempts.Single()["cost"].Should().Be(2_017_918L);
    }

    [Fact]
    public async Task An_answer_that_reports_no_usage_is_estimated_and_says_so()
    {
        _upstream.OnNext(r => r.AnswerJsonAsync("""{"id":"c","object":"chat.completion","model":"up-model","choices":[{"index":0,"message":{"role":"assistant","content":"Good morning"},"finish_reason":"stop"}]}"""));

        using var answer = await _router.ChatAsync(ChatText.Request);

        var row = await _router.RowAsync();
        row.Text("usage_source").Should().Be("estimated");
        row.Number("input_tokens").Should().BePositive();
        row.Number("output_tokens").Should().Be(3);
        row.Number("cache_read_tokens").Should().BeNull("not reported is not 0");
    }

    [Fact]
    public async Task Rows_are_chained_and_verify_holds_beside_the_router()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        for (var i = 0; i < 20; i++)
        {
            using var answer = await _router.ChatAsync(i % 3 == 0 ? "{}" : ChatText.Request);
        }

        var rows = await _router.RowsAsync();
        var (exit, output, errors) = await _router.RunAsync("verify");

        rows.Select(row => row.Number("seq")).Should().Equal(Enumerable.Range(1, 20).Select(seq => (long?)seq));
        rows.Select(row => row.Text("row_hash")).Should().OnlyHaveUniqueItems();
        exit.Should().Be(0, output + errors);
    }

    [Fact]
    public async Task An_unauthenticated_request_leaves_no_row_and_a_get_leaves_none_either()
    {
        using var nobody = _router.CallerWith("nobody");
        using var refused = await nobody.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body(ChatText.Request));
        using var models = await _router.Caller.GetAsync(new Uri("/v1/models", UriKind.Relative));

        (await _router.RowsAsync()).Should().BeEmpty();
    }

    private static Dictionary<string, object?> Without(StoredRow row, string column) =>
        row.Columns.Where(pair => pair.Key != column).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
