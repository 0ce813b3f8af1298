// What the simulator checks of a request, and the smaller paths.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class RequestRuleTests : IAsyncLifetime
{
    private SimulatorClient _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorClient.Start();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData(SimulatorClient.Chat, "not json")]
    [InlineData(SimulatorClient.Messages, "[]")]
    [InlineData(SimulatorClient.Responses, """{"input":"no model"}""")]
    [InlineData(SimulatorClient.Responses, """{"model":"m"}""")]
    [InlineData(SimulatorClient.Responses, """{"model":"m","input":"x","max_output_tokens":1}""")]
    [InlineData(SimulatorClient.Responses, """{"model":"m","input":"x","previous_response_id":"resp_of_another"}""")]
    [InlineData(SimulatorClient.Responses, """{"model":"m","input":[{"type":"reasoning","summary":[],"encrypted_content":"gAAA"}]}""")]
    [InlineData(SimulatorClient.Chat, """{"messages":[{"role":"user","content":"no model"}]}""")]
    [InlineData(SimulatorClient.Chat, """{"model":"m"}""")]
    [InlineData(SimulatorClient.Chat, """{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"required"}""")]
    [InlineData(SimulatorClient.Messages, """{"model":"m","messages":[{"role":"user","content":"no limit"}]}""")]
    [InlineData(SimulatorClient.Messages, """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":1024}}""")]
    [InlineData(SimulatorClient.Messages, """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"tool","name":"other"}}""")]
    public async Task A_wrong_request_is_a_400_in_the_envelope_of_the_dialect(string path, string body)
    {
        var (status, error) = await _simulator.Post(path, body);
        status.Should().Be(HttpStatusCode.BadRequest);
        ((string?)error["error"]!["type"]).Should().Be("invalid_request_error");
        (error["request_id"] is not null).Should().Be(path == SimulatorClient.Messages);
    }

    [Theory]
    [InlineData(SimulatorClient.Chat, """{"model":"m","messages":[{"role":"user","content":"cut \ud83d"},{"role":"tool","content":"\ude00"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"\ud800 and more":{"type":"string"}}}}}]}""")]
    [InlineData(SimulatorClient.Responses, """{"model":"m","input":"cut \ud83d\n","instructions":"\ud83d\ud83d\ude00","metadata":{"\udc00 name":"x"}}""")]
    [InlineData(SimulatorClient.Messages, """{"model":"m","max_tokens":99,"system":"\\\ud83d","messages":[{"role":"user","content":[{"type":"text","text":"\ud83d"}]}],"\ud800 name of nothing":1}""")]
    [InlineData("/v1/embeddings", """{"model":"m","input":["\ud83d"]}""")]
    public async Task Half_of_a_surrogate_pair_is_a_sign_like_any_other(string path, string body) =>
        (await _simulator.Post(path, body)).Status.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_a_400_and_no_broken_connection()
    {
        using var answer = await _simulator.Send(
            HttpMethod.Post, SimulatorClient.Chat, """{"model":"m","messages":[{"role":"user","content":"ÿ"}]}""", encoding: Encoding.Latin1);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Arguments_may_be_as_deep_as_the_request_that_declares_them()
    {
        var deep = new string('[', 100) + new string(']', 100);
        var body = $$"""{"model":"m","max_tokens":99,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"any"},"tools":[{"name":"f","input_schema":{"type":"object","properties":{"a":{"const":{{deep}} } },"required":["a"]} }]}""";

        using var answer = await _simulator.Send(HttpMethod.Post, SimulatorClient.Messages, body);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task More_texts_to_embed_than_the_service_takes_are_refused()
    {
        static string Body(int count) => $$"""{"model":"m","input":[{{string.Join(',', Enumerable.Repeat("\"a\"", count))}}]}""";

        (await _simulator.Post("/v1/embeddings", Body(2048))).Status.Should().Be(HttpStatusCode.OK);
        (await _simulator.Post("/v1/embeddings", Body(2049))).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_unknown_path_is_a_404()
    {
        (await _simulator.Post("/v1/nothing", "{}")).Status.Should().Be(HttpStatusCode.NotFound);
        var (status, error) = await _simulator.Post("/v1/messages/nothing", "{}");
        status.Should().Be(HttpStatusCode.NotFound);
        ((string?)error["error"]!["type"]).Should().Be("not_found_error");
    }

    [Fact]
    public async Task The_root_answers_and_a_query_changes_nothing()
    {
        using var head = await _simulator.Send(HttpMethod.Head, "/");
        head.StatusCode.Should().Be(HttpStatusCode.OK);
        var (status, _) = await _simulator.Post(SimulatorClient.Messages + "?beta=true", FaultTests.Body(SimulatorClient.Messages, "m", false));
        status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Thinking_comes_back_only_as_it_was_given()
    {
        var answer = await _simulator.Ask(
            SimulatorClient.Messages, """{"model":"m","max_tokens":500,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"x"}]}""");
        var given = answer["content"]![0]!.ToJsonString();

        (await Replay(given)).Should().Be(HttpStatusCode.OK);
        (await Replay(given.Replace("A simulated", "An altered", StringComparison.Ordinal))).Should().Be(HttpStatusCode.BadRequest);
        (await Replay("""{"type":"redacted_thinking","data":"foreign"}""")).Should().Be(HttpStatusCode.BadRequest);

        async Task<HttpStatusCode> Replay(string block) => (await _simulator.Post(SimulatorClient.Messages, $$"""
            {"model":"m","max_tokens":500,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{{block}},{"type":"text","text":"y"}]},{"role":"user","content":"z"}]}
            """)).Status;
    }

    [Fact]
    public async Task Encrypted_reasoning_and_response_ids_of_its_own_are_taken_back()
    {
        var answer = await _simulator.Ask(
            SimulatorClient.Responses, """{"model":"m","input":"x","reasoning":{"effort":"low"},"include":["reasoning.encrypted_content"]}""");
        var reasoning = answer["output"]![0]!;
        reasoning["summary"]!.AsArray().Should().BeEmpty("no summary was asked for");

        var (replayed, _) = await _simulator.Post(SimulatorClient.Responses, $$"""{"model":"m","input":[{{reasoning.ToJsonString()}},{"role":"user","content":"y"}]}""");
        var (chained, _) = await _simulator.Post(SimulatorClient.Responses, $$"""{"model":"m","input":"y","previous_response_id":"{{(string)answer["id"]!}}"}""");
        replayed.Should().Be(HttpStatusCode.OK);
        chained.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Reasoning_is_counted_in_every_dialect_and_absent_when_not_asked_for()
    {
        var chat = await _simulator.Ask(SimulatorClient.Chat, """{"model":"m","reasoning_effort":"low","messages":[{"role":"user","content":"x"}]}""");
        ((int)chat["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!).Should().BePositive();
        ((string?)chat["choices"]![0]!["message"]!["reasoning_content"]).Should().StartWith("A simulated thought");

        var none = await _simulator.Ask(SimulatorClient.Chat, """{"model":"m","reasoning_effort":"none","messages":[{"role":"user","content":"x"}]}""");
        none["choices"]![0]!["message"]!["reasoning_content"].Should().BeNull();

        var responses = await _simulator.Ask(SimulatorClient.Responses, """{"model":"m","input":"x","reasoning":{"effort":"low","summary":"auto"}}""");
        ((int)responses["usage"]!["output_tokens_details"]!["reasoning_tokens"]!).Should().BePositive();
        ((string?)responses["output"]![0]!["summary"]![0]!["text"]).Should().StartWith("A simulated thought");
        responses["output"]![0]!["encrypted_content"].Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Output_obeys_the_limit(int limit)
    {
        var answer = await _simulator.Ask(
            SimulatorClient.Chat, $$"""{"model":"m","max_completion_tokens":{{limit}},"messages":[{"role":"user","content":"a long enough question, so that the answer is longer still"}]}""");
        ((int)answer["usage"]!["completion_tokens"]!).Should().Be(limit);
        ((string?)answer["choices"]![0]!["finish_reason"]).Should().Be("length");
    }

    [Fact]
    public async Task Reasoning_uses_up_the_limit_before_the_text_does()
    {
        const string Question = """ "model":"m","reasoning_effort":"low","messages":[{"role":"user","content":"x"}] """;
        var whole = await _simulator.Ask(SimulatorClient.Chat, "{" + Question + "}");
        var thought = (int)whole["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!;
        var cut = await _simulator.Ask(SimulatorClient.Chat, $$"""{"max_completion_tokens":{{thought + 2}},{{Question}}}""");

        ((int)cut["usage"]!["completion_tokens"]!).Should().Be(thought + 2);
        ((string?)cut["choices"]![0]!["message"]!["content"]).Should().HaveLength(8);
    }

    [Fact]
    public async Task A_call_that_does_not_fit_the_limit_is_left_out()
    {
        var answer = await _simulator.Ask(
            SimulatorClient.Messages,
            """{"model":"m","max_tokens":2,"messages":[{"role":"user","content":"call"}],"tools":[{"name":"get_weather","input_schema":{"type":"object"}}]}""");
        answer["content"]!.AsArray().Should().BeEmpty();
        ((string?)answer["stop_reason"]).Should().Be("max_tokens");
    }

    [Fact]
    public async Task Cached_input_is_a_share_of_all_input()
    {
        var plain = await _simulator.Ask(SimulatorClient.Chat, """{"model":"m","messages":[{"role":"user","content":"0123456789"}]}""");
        var cached = await _simulator.Ask(SimulatorClient.Chat, """{"model":"m","prompt_cache_key":"k","messages":[{"role":"user","content":"0123456789"}]}""");
        ((int)plain["usage"]!["prompt_tokens_details"]!["cached_tokens"]!).Should().Be(0);
        ((int)cached["usage"]!["prompt_tokens"]!).Should().Be((int)plain["usage"]!["prompt_tokens"]!);
        ((int)cached["usage"]!["prompt_tokens_details"]!["cached_tokens"]!).Should().BePositive();

        var messages = await _simulator.Ask(SimulatorClient.Messages, """
            {"model":"m","max_tokens":500,"system":[{"type":"text","text":"a system prompt of some length","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"x"}]}
            """);
        var count = await _simulator.Ask(SimulatorClient.Messages + "/count_tokens", """
            {"model":"m","system":[{"type":"text","text":"a system prompt of some length"}],"messages":[{"role":"user","content":"x"}]}
            """);
        var usage = messages["usage"]!;
        ((int)usage["cache_read_input_tokens"]!).Should().BePositive();
        ((int)usage["input_tokens"]! + (int)usage["cache_read_input_tokens"]! + (int)usage["cache_creation_input_tokens"]!).Should().Be((int)count["input_tokens"]!);
    }

    [Fact]
    public async Task Input_tokens_are_counted_for_responses()
    {
        var count = await _simulator.Ask("/v1/responses/input_tokens", """{"model":"m","input":"hello"}""");
        ((string?)count["object"]).Should().Be("response.input_tokens");
        ((int)count["input_tokens"]!).Should().BePositive();
    }

    [Fact]
    public async Task Equal_requests_have_equal_answers_under_different_ids()
    {
        var body = FaultTests.Body(SimulatorClient.Responses, "m", false);
        var first = await _simulator.Ask(SimulatorClient.Responses, body);
        var second = await _simulator.Ask(SimulatorClient.Responses, body);
        ((string?)first["id"]).Should().NotBe((string?)second["id"]);
        StreamFold.Comparable(first).Should().Be(StreamFold.Comparable(second));
    }

    [Fact]
    public async Task Models_are_listed_in_the_style_of_the_caller()
    {
        using var response = await _simulator.Send(HttpMethod.Get, "/v1/models?limit=1000", header: ("anthropic-version", "2023-06-01"));
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((string?)list["data"]![0]!["type"]).Should().Be("model");
        list["has_more"]!.GetValue<bool>().Should().BeFalse();

        using var one = await _simulator.Send(HttpMethod.Get, "/v1/models/any/name");
        ((string?)JsonNode.Parse(await one.Content.ReadAsStringAsync())!["id"]).Should().Be("any/name");
    }

    [Fact]
    public async Task Documents_are_acknowledged_in_every_dialect()
    {
        var chat = await _simulator.Ask(SimulatorClient.Chat, """
            {"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}}]}]}
            """);
        ((string?)chat["choices"]![0]!["message"]!["content"]).Should().Contain("1 document (application/pdf, 3 bytes)");
        var responses = await _simulator.Ask(SimulatorClient.Responses, """
            {"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_url":"https://example.com/a.pdf"},{"type":"input_text","text":"x"}]}]}
            """);
        ((string?)responses["output"]![0]!["content"]![0]!["text"]).Should().Contain("1 document (by reference)");
        var messages = await _simulator.Ask(SimulatorClient.Messages, """
            {"model":"m","max_tokens":500,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"four"}}]}]}
            """);
        ((string?)messages["content"]![0]!["text"]).Should().Contain("1 document (text/plain, 4 bytes)");
    }
}
