// Bodies that are not what they must be: the dialect's own error, at once, nothing sent upstream, a row in the ledger.
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class BadInputBodyTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    [Theory]
    [InlineData("")]
    [InlineData("   \r\n")]
    [InlineData("hello")]
    [InlineData("""{"model":"chat","messages":[""")]
    [InlineData("""{"model":"chat","messages":[]} {}""")]
    [InlineData("""{"model":"chat","messages":[],}""")]
    [InlineData("""{"model":"chat","messages":[1,,2]}""")]
    [InlineData("""{'model':'chat','messages':[]}""")]
    [InlineData("""{"model":"chat","messages":[] /* no */}""")]
    [InlineData("""{"model":"chat","messages":[],"n":NaN}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"chat\"")]
    public async Task A_body_that_is_no_JSON_object_is_refused_as_invalid_body(string body)
    {
        var error = await world.RefusedAsync(BadInputWorld.Body(body), 400, "invalid_body");

        error.Type.Should().Be("invalid_request_error");
        error.OpenAICode.Should().Be("invalid_body");
        error.Param.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"model":5,"messages":[]}""", "model")]
    [InlineData("""{"model":["chat"],"messages":[]}""", "model")]
    [InlineData("""{"model":"\ud800","messages":[]}""", "model")]
    [InlineData("""{"model":"chat"}""", "messages")]
    [InlineData("""{"model":"chat","messages":"hello"}""", "messages")]
    [InlineData("""{"model":"chat","messages":null}""", "messages")]
    [InlineData("""{"model":"chat","messages":[],"stream":"yes"}""", "stream")]
    [InlineData("""{"model":"chat","messages":[],"stream":1}""", "stream")]
    [InlineData("""{"model":"chat","messages":[],"max_tokens":-1}""", "max_tokens")]
    [InlineData("""{"model":"chat","messages":[],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"chat","messages":[],"max_tokens":99999999999999999999}""", "max_tokens")]
    [InlineData("""{"model":"chat","messages":[],"max_completion_tokens":"9"}""", "max_completion_tokens")]
    [InlineData("""{"model":"chat","messages":[],"n":true}""", "n")]
    [InlineData("""{"model":"chat","messages":[],"stream_options":5}""", "stream_options")]
    [InlineData("""{"model":"chat","messages":[],"stream_options":{"include_usage":"yes"}}""", "stream_options.include_usage")]
    public async Task A_member_of_a_wrong_type_is_refused_by_its_name(string body, string member)
    {
        var error = await world.RefusedAsync(BadInputWorld.Body(body), 400, "invalid_body");

        error.Param.Should().Be(member);
        error.Message.Should().Contain($"'{member}'");
    }

    [Theory]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"model":"","messages":[]}""")]
    [InlineData("""{"model":null,"messages":[]}""")]
    [InlineData("{}")]
    public async Task A_body_without_a_model_is_refused_as_missing_model(string body)
    {
        var error = await world.RefusedAsync(BadInputWorld.Body(body), 400, "missing_model");

        error.Param.Should().Be("model");
        error.OpenAICode.Should().Be("missing_model");
    }

    [Theory]
    [InlineData("""{"model":"chat","messages":[],"model":"other"}""")]
    [InlineData("""{"model":"chat","messages":[],"mod\u0065l":"other"}""")]
    [InlineData("""{"model":"chat","messages":[],"user":"a","user":"b"}""")]
    [InlineData("""{"model":"chat","messages":[],"Model":"other"}""")]
    [InlineData("""{"MOD\u0045L":"other","model":"chat","messages":[]}""")]
    public async Task A_member_that_stands_twice_is_refused_however_it_is_spelled(string body)
    {
        var error = await world.RefusedAsync(BadInputWorld.Body(body), 400, "duplicate_member");

        error.OpenAICode.Should().Be("duplicate_member");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("""{"a":""", "}")]
    public async Task A_body_nested_a_hundred_thousand_deep_is_refused(string open, string close)
    {
        var times = open.Length == 1 ? 100_000 : 40_000;
        var nested = string.Concat(Enumerable.Repeat(open, times)) + "1" + string.Concat(Enumerable.Repeat(close, times));

        var error = await world.RefusedAsync(BadInputWorld.Body($$"""{"model":"chat","messages":{{nested}}}"""), 400, "invalid_body");

        error.Message.Should().Contain("nested deeper");
    }

    [Fact]
    public async Task A_hundred_thousand_open_brackets_that_never_close_are_refused()
    {
        await world.RefusedAsync(BadInputWorld.Body(new string('[', 100_000)), 400, "invalid_body");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public async Task A_body_that_is_not_UTF_8_is_refused_with_the_offset(byte[] wrong)
    {
        byte[] head = [.. """{"model":"chat","messages":[{"role":"user","content":"""u8, (byte)'"'];

        var error = await world.RefusedAsync(BadInputWorld.Body([.. head, .. wrong, .. "\"}]}"u8]), 400, "invalid_body");

        error.Message.Should().Contain($"at byte {head.Length}");
    }

    [Fact]
    public async Task A_group_that_does_not_exist_is_refused_as_model_not_found()
    {
        var error = await world.RefusedAsync(BadInputWorld.Body("""{"model":"nothing","messages":[]}"""), 404, "model_not_found");

        error.Type.Should().Be("invalid_request_error");
        error.OpenAICode.Should().Be("model_not_found");
        error.Param.Should().Be("model");
        error.Message.Should().Contain("'nothing'");
    }

    [Fact]
    public async Task A_model_name_of_a_hundred_kilobytes_is_answered_in_short()
    {
        var error = await world.RefusedAsync(
            BadInputWorld.Body($$"""{"model":"{{new string('m', 100_000)}}","messages":[]}"""), 404, "model_not_found");

        error.Message.Length.Should().BeLessThan(400);
    }

    [Theory]
    [InlineData("/v1/responses", "responses", "openai-responses")]
    [InlineData("/v1/messages", "messages", "anthropic-messages")]
    [InlineData("/v1/messages?beta=true", "messages", "anthropic-messages")]
    [InlineData("/anthropic/v1/messages", "messages", "anthropic-messages")]
    [InlineData("/v1/messages/count_tokens?beta=true", "messages.count_tokens", "anthropic-messages")]
    [InlineData("/anthropic/v1/messages/count_tokens", "messages.count_tokens", "anthropic-messages")]
    [InlineData("/v1/embeddings", "embeddings", "openai-chat")]
    public async Task A_bad_body_on_every_path_is_refused_in_its_own_envelope_and_has_its_row(string path, string endpoint, string dialect)
    {
        using var answer = await world.Router.Caller.PostAsync(
            new Uri(path, UriKind.Relative), BadInputWorld.Body("""{"model":"chat","messages":7,"input":7}"""));

        var error = dialect == "anthropic-messages"
            ? await RouterErrorAnswer.OfAnthropicAsync(answer)
            : await RouterErrorAnswer.OfOpenAIAsync(answer);
        error.Status.Should().Be(400);
        error.Code.Should().Be("invalid_body");
        error.Type.Should().Be("invalid_request_error");
        var row = (await world.Router.RowsAsync()).Single(it => it.Text("request_id") == error.RequestId);
        row.Text("endpoint").Should().Be(endpoint);
        row.Text("client_dialect").Should().Be(dialect);
        row.Text("outcome").Should().Be("refused");
    }

    [Fact]
    public async Task What_a_caller_wrote_stands_in_no_log_no_metric_and_no_file()
    {
        const string Words = "these-words-are-the-callers-own";
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync(ChatText.Answer.Replace("Good morning", Words + "-answered", StringComparison.Ordinal)));
        upstream.OnNext(r => r.AnswerJsonAsync($$"""{"error":{"message":"{{Words}}","type":"invalid_request_error"} }""", 400));
        upstream.OnNext(r => r.AnswerJsonAsync($$"""{"error":{"message":"{{Words}}"} }""", 500));
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(upstream.BaseUrl, "chat"));
        string[] bodies =
        [
            $$"""{"model":"chat","messages":[{"role":"user","content":"{{Words}}"}],"user":"{{Words}}","{{Words}}":1}""",
            $$"""{"model":"chat","messages":["{{Words}}"]}""",
            $$"""{"model":"chat","messages":[{"{{Words}}":1}]}""",
            $$"""{"model":"{{Words}}","messages":[]}""",
            $$"""{"model":"chat","{{Words}}":1,"{{Words}}":2}""",
            $$"""{"model":"chat","messages":"{{Words}}" """,
        ];
        foreach (var body in bodies)
        {
            using var answer = await router.ChatAsync(body);
        }

        using (var stranger = router.CallerWith(Words))
        {
            using var answer = await stranger.PostAsync(
                new Uri($"/v1/chat/completions?key={Words}", UriKind.Relative), BadInputWorld.Body(ChatText.Request));
        }

        (await router.RowsAsync()).Should().HaveCount(bodies.Length);
        var metrics = await router.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await router.StopAsync();

        string[] secrets = [Words, RouterProcess.CallerToken, RunningRouter.AdminToken, "key-of-the-provider"];
        foreach (var secret in secrets)
        {
            router.Logs.Text.Should().NotContain(secret);
            metrics.Should().NotContain(secret);
            foreach (var file in Directory.EnumerateFiles(router.Folder["data"], "*", SearchOption.AllDirectories))
            {
                (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).Should().Be(-1, "{0} must not hold it", Path.GetFileName(file));
            }
        }
    }
}
