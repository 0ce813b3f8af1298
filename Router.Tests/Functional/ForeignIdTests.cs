// Ids of what a provider keeps: a caller's own pass and go home, all others are refused before anything is sent.
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ForeignIdTests
{
    private const string Unrecorded = " An id of what a provider keeps passes only when this router recorded it for the caller's project and target.";

    /// <summary>Mapping section 8: the refusal lists every such field at once, and each of them once.</summary>
    [Fact]
    public async Task A_stored_id_that_no_other_dialect_has_is_named_once()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");

        using var answer = await world.PostAsync("/v1/responses", """{"model":"chat","input":"x","previous_response_id":"resp_1"}""");

        (await RouterErrorAnswer.OfOpenAIAsync(answer)).Message.Should().StartWith("'previous_response_id' cannot be carried out by any target of model 'chat'");
    }

    [Theory]
    [InlineData("/v1/chat/completions", "anthropic-messages", """ "messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"file","file":{"file_id":"file-1"}}]}]""", "messages[0].content[1].file.file_id")]
    [InlineData("/v1/responses", "anthropic-messages", """ "input":[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}]""", "input[0].content[0].file_id")]
    [InlineData("/v1/responses", "openai-chat", """ "input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"file-1"}]}]""", "input[1].output[0].file_id")]
    [InlineData("/v1/messages", "openai-chat", """ "max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"file-1"}}]}]""", "messages[0].content[0].source.file_id")]
    public async Task A_stored_id_in_a_list_is_named_once_with_its_place(string path, string dialect, string members, string named)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: dialect);

        using var answer = await world.PostAsync(path, $$"""{"model":"chat",{{members}} }""");

        (await answer.Content.ReadAsStringAsync()).Should().Contain($"[unsupported_parameter] '{named}' cannot be carried out by any target of model 'chat'");
    }

    private static int _kept;

    [Fact]
    public async Task An_id_that_is_not_recorded_is_refused_with_every_other_such_field()
    {
        await using var world = await UpstreamWorld.StartAsync();
        await KeepAsync(world.Router, "p1", "file-known");

        var answer = await world.Router.ChatAsync(Ask("file-1", "file-known", "file-2"));

        var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
        (error.Status, error.Code, error.Param).Should().Be((400, "unsupported_parameter", "messages[0].content[0].file.file_id"));
        error.Message.Should().Be(
            "'messages[0].content[0].file.file_id', 'messages[0].content[2].file.file_id' cannot be carried out by any target of model 'chat'." + Unrecorded);
        world.First.RequestCount.Should().Be(0);
        var row = (await world.Router.RowsAsync())[^1];
        (row.Text("outcome"), row.Text("error_code"), row.Number("attempts")).Should().Be(("refused", "unsupported_parameter", 0L));
    }

    [Fact]
    public async Task Ids_and_what_no_target_can_do_are_refused_in_one_list()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, model: "capabilities: [tools]");

        var (_, body) = await world.AskAsync(
            """{"model":"chat","reasoning_effort":"high","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""");

        UpstreamWorld.ErrorIn(body).Message.Should().Be(
            "[unsupported_parameter] 'messages[0].content[0].file.file_id', 'messages[].content[].file', 'reasoning_effort' cannot be carried out by any target of model 'chat'." + Unrecorded);
    }

    [Theory]
    [InlineData("strategy: failover")]
    [InlineData("strategy: weighted")]
    public async Task A_recorded_id_takes_the_request_to_its_target_and_nowhere_else(string strategy)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, group: strategy);
        await KeepAsync(world.Router, "p2", "file-1");
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));
        world.Second.OnNext(r => r.AnswerJsonAsync("{}", 500));

        var (served, _) = await world.AskAsync(Ask("file-1"));
        var (failed, _) = await world.AskAsync(Ask("file-1", "file-1"));

        served.Headers.GetValues("x-router-provider").Should().Equal("p2");
        ((int)failed.StatusCode).Should().Be(502, "what another target keeps is of no use to the first");
        world.Second.RequestCount.Should().Be(2);
        world.First.RequestCount.Should().Be(0);
        var row = (await world.Router.RowsAsync())[^1];
        (row.Number("attempts"), row.Number("fallback")).Should().Be((1L, 0L));
    }

    [Fact]
    public async Task Ids_of_two_targets_are_refused_together()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        await KeepAsync(world.Router, "p1", "file-1");
        await KeepAsync(world.Router, "p2", "file-2");

        var error = await RouterErrorAnswer.OfOpenAIAsync(await world.Router.ChatAsync(Ask("file-1", "file-2")));

        error.Message.Should().StartWith("'messages[0].content[0].file.file_id', 'messages[0].content[1].file.file_id' cannot be")
            .And.EndWith("They belong to different targets, and a request goes to one.");
    }

    [Fact]
    public async Task An_id_of_a_target_that_the_group_does_not_have_or_never_uses_is_refused()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, group: "strategy: static");
        await KeepAsync(world.Router, "p2", "file-2");
        await KeepAsync(world.Router, "gone", "file-3");
        foreach (var id in new[] { "file-2", "file-3" })
        {
            var error = await RouterErrorAnswer.OfOpenAIAsync(await world.Router.ChatAsync(Ask(id)));
            error.Message.Should().Be(
                "'messages[0].content[0].file.file_id' cannot be carried out by any target of model 'chat'. They belong to a target that this model does not have.");
        }

        world.First.RequestCount.Should().Be(0);
        world.Second.RequestCount.Should().Be(0);
    }

    [Fact]
    public async Task Another_project_is_told_the_same_of_a_recorded_id_as_of_an_unknown_one()
    {
        await using var world = await UpstreamWorld.StartAsync();
        await KeepAsync(world.Router, "p1", "file-1");
        var (code, output, errors) = await world.Router.RunAsync(
            "token", "issue", "--id", "b", "--user", "b", "--project", "other", "--environment", "development", "--allow", "chat", "--json");
        code.Should().Be(0, errors);
        using var token = JsonDocument.Parse(output);
        using var other = world.Router.CallerWith(token.RootElement.GetProperty("token").GetString());

        var known = await PostAsync(other, Ask("file-1"));
        var unknown = await PostAsync(other, Ask("file-9"));

        known.Message.Should().EndWith(Unrecorded).And.Be(unknown.Message);
        world.First.RequestCount.Should().Be(0);
    }

    /// <summary>The service keeps what it spoke, and takes it up by its id alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_spoken_answer_passes_once_this_router_gave_it(bool stream)
    {
        const string Audio = """{"id":"audio_1","expires_at":1795743795,"data":"UklGRg==","transcript":"Hi."}""";
        const string Next = """{"model":"chat","messages":[{"role":"assistant","audio":{"id":"audio_1"}},{"role":"user","content":"And?"}]}""";
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            if (stream)
            {
                await r.StartEventsAsync();
                await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("x").Replace("\"content\":\"x\"", $"\"audio\":{Audio}", StringComparison.Ordinal) + UpstreamText.Finish + UpstreamText.Done);
                await r.EndAsync();
                return;
            }

            await r.AnswerJsonAsync(UpstreamText.Answer.Replace("\"role\":\"assistant\",", $"\"role\":\"assistant\",\"audio\":{Audio},", StringComparison.Ordinal));
        });
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (before, body) = await world.AskAsync(Next);
        await world.AskAsync(stream ? UpstreamWorld.AskStream : UpstreamWorld.Ask);
        var (after, _) = await world.AskAsync(Next);

        ((int)before.StatusCode, (int)after.StatusCode).Should().Be((400, 200));
        UpstreamWorld.ErrorIn(body).Message.Should().Be("[unsupported_parameter] 'messages[0].audio.id' cannot be carried out by any target of model 'chat'." + Unrecorded);
    }

    [Fact]
    public async Task A_record_outlives_the_router_and_ends_with_its_lifetime()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.Second.OnEvery(r => r.AnswerJsonAsync(UpstreamText.Answer));
        await KeepAsync(world.Router, "p2", "file-1");
        await world.Router.StopAsync();
        await world.Router.StartAsync();

        var (served, _) = await world.AskAsync(Ask("file-1"));
        world.Clock.JumpWallClock(Router.Ledger.StoredIdLog.Lifetime);
        var (refused, _) = await world.AskAsync(Ask("file-1"));

        served.Headers.GetValues("x-router-provider").Should().Equal("p2");
        ((int)refused.StatusCode).Should().Be(400);
    }

    private static string Ask(params string[] files) =>
        $$"""{"model":"chat","messages":[{"role":"user","content":[{{string.Join(',', files.Select(file => $$$"""{"type":"file","file":{"file_id":"{{{file}}}"}}"""))}}]}]}""";

    private static async Task<RouterErrorAnswer> PostAsync(RouterClient caller, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await RouterErrorAnswer.OfOpenAIAsync(await caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content));
    }

    /// <summary>Records a file as if an answer of the target had created it for the project of the tests.</summary>
    private static async Task KeepAsync(RunningRouter router, string provider, string file)
    {
        var ledger = router.Host.Ledger;
        var target = SampleFacts.Target(provider: provider) with { Model = "m" };
        var open = ledger.Open(SampleFacts.Request(Interlocked.Increment(ref _kept)) with { ProjectId = "tests" }, target)!;
        ledger.Settle(open, SampleFacts.Settled() with { Served = target, EndedAt = router.Clock.GetUtcNow().ToUnixTimeMilliseconds() }, [new StoredId(StoredIdKind.File, file)]);
        await ledger.Flush();
    }
}
