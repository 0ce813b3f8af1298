// What an answer created may be gone on from: by its project, at its target, also after the router has died.
using System.Net;
using System.Net.Http.Headers;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class ChainTests
{
    private const string Path = "/v1/responses";
    private const string Next = """{"model":"chat","previous_response_id":"resp_1","input":"and then?"}""";
    private const string ByReference = """{"model":"chat","input":[{"type":"item_reference","id":"msg_1"},{"role":"user","content":"and then?"}]}""";

    private static readonly DialectText Text = DialectText.Responses;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chain_stays_with_the_provider_that_answered_first_also_after_a_restart(bool stream)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));
        await BeginAsync(world, world.Second, stream);

        world.Second.OnEvery(r => r.AnswerJsonAsync(Text.Answer));
        await GoesToSecondAsync(Next);
        await GoesToSecondAsync(ByReference);
        await world.Router.StopAsync();
        await world.Router.StartAsync();
        await GoesToSecondAsync(Next);
        await GoesToSecondAsync(ByReference);
        world.First.RequestCount.Should().Be(1, "it failed once and kept nothing");

        async Task GoesToSecondAsync(string body)
        {
            using var answer = await world.PostAsync(Path, body);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Headers.GetValues("x-router-provider").Should().Equal("p2");
        }
    }

    [Fact]
    public async Task A_chain_does_not_leave_a_provider_that_fails()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        await BeginAsync(world, world.First, stream: false);
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));

        using var answer = await world.PostAsync(Path, Next);

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        world.Second.RequestCount.Should().Be(0);
    }

    [Fact]
    public async Task What_no_answer_created_is_refused_in_one_list()
    {
        await using var world = await UpstreamWorld.StartAsync();
        await BeginAsync(world, world.First, stream: false);

        using var answer = await world.PostAsync(Path, """
            {"model":"chat","previous_response_id":"resp_2","conversation":{"id":"conv_1"},
             "input":[{"type":"item_reference","id":"msg_1"},{"id":"msg_2"},{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}],
             "tools":[{"type":"code_interpreter","container":"cntr_1"}]}
            """);

        var error = await RouterErrorAnswer.OfOpenAIAsync(answer);
        (error.Status, error.Code, error.Param).Should().Be((400, "unsupported_parameter", "previous_response_id"));
        error.Message.Should().StartWith(
            "'previous_response_id', 'conversation.id', 'input[1].id', 'input[2].content[0].file_id', 'tools[0].container' cannot be carried out by any target of model 'chat'.");
        world.First.RequestCount.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_the_caller_wanted_not_kept_cannot_be_gone_on_from(bool stream)
    {
        await using var world = await UpstreamWorld.StartAsync();
        await BeginAsync(world, world.First, stream, store: false);

        foreach (var body in new[] { Next, ByReference })
        {
            using var answer = await world.PostAsync(Path, body);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_stream_that_broke_is_its_callers_as_far_as_it_came()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Text.Preamble + Text.Content);
            r.Reset();
        });
        using (var caller = await world.StreamAsync(Path, Text.StreamRequest))
        {
            (await caller.ReadAllAsync()).Should().Contain("response.failed");
        }

        world.First.OnEvery(r => r.AnswerJsonAsync(Text.Answer));
        using var item = await world.PostAsync(Path, ByReference);
        using var next = await world.PostAsync(Path, Next);

        next.StatusCode.Should().Be(HttpStatusCode.OK);
        item.StatusCode.Should().Be(HttpStatusCode.BadRequest, "the item was not done");
    }

    [Fact]
    public async Task What_a_target_created_that_did_not_serve_is_nobodys()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Text.Preamble.Replace("resp_1", "resp_lost", StringComparison.Ordinal) + Text.ErrorEvent);
        });
        await BeginAsync(world, world.Second, stream: true);

        using var answer = await world.PostAsync(Path, Next.Replace("resp_1", "resp_lost", StringComparison.Ordinal));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_answer_that_the_caller_has_can_be_gone_on_from_after_a_kill()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnEvery(r => r.AnswerJsonAsync(Text.Answer));
        var yaml = UpstreamWorld.Yaml([upstream.BaseUrl]).Replace("[openai-chat]", "[openai-responses]", StringComparison.Ordinal);
        await using var router = new RouterProcess(yaml);
        await router.StartAsync();
        await using (var other = new SqliteConnection($"Data Source={router.LedgerFile};Pooling=False"))
        {
            // While another holds the database, only the journal can have what was answered.
            await other.OpenAsync();
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync();
            (await PostAsync(Text.Request)).Should().Be(HttpStatusCode.OK);
            await router.KillAsync();
        }

        await router.StartAsync();

        (await PostAsync(Next)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(Next.Replace("resp_1", "resp_2", StringComparison.Ordinal))).Should().Be(HttpStatusCode.BadRequest);

        async Task<HttpStatusCode> PostAsync(string body)
        {
            using var caller = new RouterClient(router.Address, RouterProcess.CallerToken);
            using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
            using var answer = await caller.PostAsync(new Uri(Path, UriKind.Relative), content);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_container_of_a_messages_answer_may_be_used_again_and_another_may_not()
    {
        const string Messages = "/v1/messages";
        const string Ask = """{"model":"chat","max_tokens":9,"container":"container_1","messages":[{"role":"user","content":"again"}]}""";
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        using (var refused = await world.PostAsync(Messages, Ask))
        {
            var error = await RouterErrorAnswer.OfAnthropicAsync(refused);
            (error.Status, error.Code).Should().Be((400, "unsupported_parameter"));
            error.Message.Should().StartWith("'container' cannot be carried out");
        }

        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500));
        world.Second.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(DialectText.Messages.Stream.Replace(
                "\"stop_sequence\":null},\"usage\":{\"output_tokens\":7", "\"stop_sequence\":null,\"container\":{\"id\":\"container_1\"}},\"usage\":{\"output_tokens\":7", StringComparison.Ordinal));
        });
        world.Second.OnNext(r => r.AnswerJsonAsync(DialectText.Messages.Answer));
        using (var stream = await world.StreamAsync(Messages, DialectText.Messages.StreamRequest))
        {
            (await stream.ReadAllAsync()).Should().Contain("container_1");
        }

        using var served = await world.PostAsync(Messages, Ask);
        served.StatusCode.Should().Be(HttpStatusCode.OK);
        served.Headers.GetValues("x-router-provider").Should().Equal("p2");
    }

    [Fact]
    public async Task Counting_tokens_holds_to_the_same_rule()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "openai-chat");

        using var answer = await world.PostAsync(
            "/v1/messages/count_tokens",
            """{"model":"chat","messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]}""");

        (await RouterErrorAnswer.OfAnthropicAsync(answer)).Message.Should().StartWith("'messages[0].content[0].source.file_id' cannot be carried out");
    }

    /// <summary>Has <paramref name="upstream"/> answer with <c>resp_1</c> and its item <c>msg_1</c>.</summary>
    private static async Task BeginAsync(UpstreamWorld world, ScriptedUpstream upstream, bool stream, bool store = true)
    {
        var stored = store ? "" : "\"store\":false,";
        if (!stream)
        {
            upstream.OnNext(r => r.AnswerJsonAsync(Text.Answer));
            using var answer = await world.PostAsync(Path, Text.Request.Replace("{", "{" + stored, StringComparison.Ordinal));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            return;
        }

        upstream.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(Text.Stream);
        });
        using var caller = await world.StreamAsync(Path, Text.StreamRequest.Replace("{\"model\"", "{" + stored + "\"model\"", StringComparison.Ordinal));
        (await caller.ReadAllAsync()).Should().Be(Text.Stream);
    }
}
