// A running router within quotas: what a caller sees of them, and what counts.
using System.Net;
using FluentAssertions;
using Router.Quotas;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class QuotaTests
{
    private const string AskMessages = """{"model":"chat","max_tokens":10,"messages":[{"role":"user","content":"Say hi."}]}""";

    private static readonly Quota Total = new("requests.total", "license/a", QuotaUnit.Requests, QuotaPeriod.Total, 1);
    private static readonly Quota Window = new("requests.window", "customer/a/x", QuotaUnit.Requests, QuotaPeriod.Window(60), 1);
    private static readonly Quota Tokens = new("tokens.month", "customer/a/x", QuotaUnit.Tokens, QuotaPeriod.Month, 1_000);

    [Fact]
    public async Task A_total_that_is_used_up_is_refused_for_good_also_after_a_restart()
    {
        await using var world = await WorldAsync(Total);
        (await world.AskAsync()).Answer.StatusCode.Should().Be(HttpStatusCode.OK);

        for (var start = 1; start <= 2; start++)
        {
            var (answer, _) = await world.AskAsync();
            var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
            (error.Status, error.Code, error.Type, error.OpenAICode).Should().Be((429, "license_volume_exceeded", "insufficient_quota", "insufficient_quota"));
            error.Message.Should().Contain("requests.total").And.NotContain("license/a");
            answer.Headers.GetValues("x-should-retry").Should().Equal("false");
            answer.Headers.RetryAfter.Should().BeNull();
            await world.Router.StopAsync();
            await world.Router.StartAsync();
            Set(world, Total);
        }

        world.First.RequestCount.Should().Be(1);
        (await world.Router.RowsAsync()).Select(row => (row.Text("outcome"), row.Text("error_code"), row.Number("attempts"), row.Number("quota_set")))
            .Should().Equal(
                ("completed", null, 1, 1), ("refused", "license_volume_exceeded", 0, null), ("refused", "license_volume_exceeded", 0, null));
        (await world.Router.RunAsync("verify")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_window_that_is_full_tells_when_to_come_back()
    {
        await using var world = await WorldAsync(Window);
        await world.AskAsync();

        var (chat, _) = await world.AskAsync();
        var error = await RouterErrorAnswer.OfOpenAIAsync(chat);
        (error.Status, error.Type, error.OpenAICode).Should().Be((429, "requests", "rate_limit_exceeded"));
        chat.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(61));
        chat.Headers.Contains("x-should-retry").Should().BeFalse();
        using var messages = await world.PostAsync("/v1/messages", AskMessages);
        (await RouterErrorAnswer.OfAnthropicAsync(messages)).Type.Should().Be("rate_limit_error");

        world.Clock.Advance(TimeSpan.FromSeconds(61));
        (await world.AskAsync()).Answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_are_held_as_a_bound_and_settled_as_the_row_has_them()
    {
        await using var world = await WorldAsync(Tokens with { Limit = 40_000 });
        var held = new TaskCompletionSource<long>();
        world.First.OnNext(async r =>
        {
            held.SetResult(Use(world, Tokens).Held);
            await r.AnswerJsonAsync(ChatText.Answer);
        });

        await world.AskAsync();

        (await held.Task).Should().BeInRange(32_000, 32_000 + UpstreamWorld.Ask.Length, "nobody limits the answer");
        var row = await world.Router.RowAsync();
        Use(world, Tokens).Should().BeEquivalentTo(new { Used = 23L, Held = 0L });
        (row.Number("input_tokens") + row.Number("output_tokens") + row.Number("cache_read_tokens")).Should().Be(23);
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x/a.png"}},{"type":"image_url","image_url":{"url":"https://x/b.png"}}""", "", 20_000)]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x/a.png"}}""", "max_image_tokens: 77", 77)]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAAAAAAAAAAAAAAAAAAAAAA"}}""", "", 52)]
    public async Task Images_and_documents_are_held_too(string part, string model, long held)
    {
        await using var world = await UpstreamWorld.StartAsync(model: model);
        Set(world, Tokens with { Limit = 1_000_000 });
        var seen = new TaskCompletionSource<long>();
        world.First.OnNext(async r =>
        {
            seen.SetResult(Use(world, Tokens).Held);
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        var body = $$"""{"model":"chat","max_tokens":1000,"messages":[{"role":"user","content":[{{part}}]}]}""";
        var document = part.Contains("file_data", StringComparison.Ordinal) ? held : 0;

        await world.AskAsync(body);

        (await seen.Task).Should().Be(1_000 + body.Length - document + held);
    }

    [Theory]
    [InlineData("", 200_000)]
    [InlineData("context_tokens: 3000", 3_000)]
    public async Task A_document_by_address_is_held_as_all_that_may_be_in_it(string model, long held)
    {
        await using var world = await UpstreamWorld.StartAsync(model: model);
        Set(world, Tokens with { Limit = 1_000_000 });
        var seen = new TaskCompletionSource<long>();
        world.First.OnNext(async r =>
        {
            seen.SetResult(Use(world, Tokens).Held);
            await r.AnswerJsonAsync("{}", 500);
        });

        using var answer = await world.PostAsync(
            "/v1/messages",
            """{"model":"chat","max_tokens":1000,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://x/a.pdf"}}]}]}""");

        (await seen.Task).Should().BeInRange(held + 1_000, held + 1_200);
    }

    [Fact]
    public async Task What_failed_attempts_used_counts_too()
    {
        await using var world = await WorldAsync(2, Tokens with { Limit = 1_000_000 });
        world.First.OnNext(r => r.AnswerJsonAsync("no answer at all"));
        world.Second.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));

        (await world.AskAsync()).Answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.Router.RowAsync()).Number("attempts").Should().Be(2);

        var used = Use(world, Tokens);
        used.Used.Should().BeGreaterThan(23, "the first attempt may have used its input").And.BeLessThan(100);
        used.Held.Should().Be(0);
        await world.Router.StopAsync();
        await world.Router.StartAsync();
        Use(world, Tokens).Used.Should().Be(used.Used, "the ledger counts the same");
        (await world.Router.RunAsync("verify")).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData(2_500, HttpStatusCode.OK)]
    [InlineData(1_500, HttpStatusCode.BadGateway)]
    public async Task A_fallback_after_an_attempt_that_may_cost_something_needs_room_of_its_own(long limit, HttpStatusCode status)
    {
        await using var world = await WorldAsync(2, Tokens with { Limit = limit });
        world.First.OnNext(r => r.AnswerJsonAsync("no answer at all"));
        world.Second.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));

        var (answer, body) = await world.AskAsync("""{"model":"chat","max_tokens":1000,"messages":[{"role":"user","content":"Say hi."}]}""");

        answer.StatusCode.Should().Be(status);
        world.Second.RequestCount.Should().Be(status == HttpStatusCode.OK ? 1 : 0);
        if (status != HttpStatusCode.OK)
        {
            UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[upstream_failed]", "the failure of the attempt that was made stands");
        }

        Use(world, Tokens).Held.Should().Be(0);
    }

    [Fact]
    public async Task A_fallback_after_an_attempt_that_cost_nothing_takes_its_place()
    {
        await using var world = await WorldAsync(2, Tokens with { Limit = 1_500 });
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.Second.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));

        var (answer, _) = await world.AskAsync("""{"model":"chat","max_tokens":1000,"messages":[{"role":"user","content":"Say hi."}]}""");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        Use(world, Tokens).Should().BeEquivalentTo(new { Used = 23L, Held = 0L });
    }

    [Fact]
    public async Task Requests_in_flight_are_limited()
    {
        await using var world = await WorldAsync();
        world.Router.Host.Quotas.Current = new QuotaSet(0, [], maxConcurrent: 1);
        var go = new TaskCompletionSource();
        world.First.OnNext(async r =>
        {
            await go.Task;
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        var running = world.AskAsync();
        await world.First.RequestAsync();

        var (refused, _) = await world.AskAsync();
        (await RouterErrorAnswer.OfOpenAIAsync(refused)).Message.Should().Contain("max_concurrent");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));

        go.SetResult();
        (await running).Answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.AskAsync()).Answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_that_is_refused_for_another_reason_counts_nowhere()
    {
        await using var world = await WorldAsync(Total);
        (await world.AskAsync("""{"model":"unknown","messages":[]}""")).Answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await world.AskAsync("nonsense")).Answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await world.AskAsync()).Answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_that_the_ledger_cannot_take_counts_nowhere()
    {
        await using var world = await WorldAsync(Total);
        world.Router.Host.Ledger.Dispose();
        (await world.AskAsync()).Answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        Use(world, Total).Should().BeEquivalentTo(new { Used = 0L, Held = 0L });
    }

    [Fact]
    public async Task A_caller_who_leaves_is_counted_and_gives_the_rest_back()
    {
        await using var world = await WorldAsync(Total, Tokens with { Limit = 40_000 });
        world.First.OnNext(r => r.StallAsync());
        using var leaving = new CancellationTokenSource();
        using var body = new StringContent(UpstreamWorld.Ask);
        var asked = world.Router.Caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body, leaving.Token);
        await world.First.RequestAsync();

        await leaving.CancelAsync();
        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        var row = (await world.Router.RowsAsync(1)).Single();

        Use(world, Total).Should().BeEquivalentTo(new { Used = 1L, Held = 0L });
        Use(world, Tokens).Used.Should().Be((row.Number("input_tokens") ?? 0) + (row.Number("output_tokens") ?? 0));
        world.Router.Host.Ledger.Quotas.InFlight.Should().Be(0);
    }

    private static Task<UpstreamWorld> WorldAsync(params Quota[] quotas) => WorldAsync(1, quotas);

    private static async Task<UpstreamWorld> WorldAsync(int targets, params Quota[] quotas)
    {
        var world = await UpstreamWorld.StartAsync(targets);
        world.First.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        Set(world, quotas);
        return world;
    }

    private static void Set(UpstreamWorld world, params Quota[] quotas) =>
        world.Router.Host.Quotas.Current = new QuotaSet(world.Router.Host.Ledger.NumberOf(quotas), [.. quotas]);

    private static QuotaUse Use(UpstreamWorld world, Quota quota) =>
        world.Router.Host.Ledger.Quotas.UseOf(new QuotaSet(1, [quota])).Single();
}
