// The official Anthropic client for .NET through the router, to the built-in simulator and to a scripted upstream.
using System.Text.Json;
using System.Text.Json.Nodes;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Helpers;
using Anthropic.Models.Messages;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class AnthropicClientTests
{
    private static readonly Tool Weather = CityTool("get_weather", "Weather of a city.");
    private static readonly Tool Time = CityTool("get_time", "Time in a city.");

    [Fact]
    public async Task A_stream_says_what_the_whole_answer_says()
    {
        await using var router = await SimulatedAsync();
        using var client = Client(router);

        var whole = await client.Messages.Create(Ask(User("Hello there")));
        var streamed = await StreamAsync(client, Ask(User("Hello there")));

        TextOf(whole).Should().NotBeEmpty();
        TextOf(streamed).Should().Be(TextOf(whole));
        streamed.StopReason!.Raw().Should().Be("end_turn");
        (await router.RowsAsync()).Select(row => row.Number("output_tokens")).Should().Equal(whole.Usage.OutputTokens, streamed.Usage.OutputTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_tools_are_called_and_their_results_go_back(bool stream)
    {
        await using var router = await SimulatedAsync();
        using var client = Client(router);
        var question = User("Use two tools for Prague.");

        var first = await AnswerAsync(client, Ask(question) with { Tools = [Weather, Time] }, stream);
        first.StopReason!.Raw().Should().Be("tool_use");
        var calls = first.Content.Select(block => block.TryPickToolUse(out var call) ? call : null).OfType<ToolUseBlock>().ToList();
        calls.Select(call => call.Name).Should().Equal("get_weather", "get_time");
        calls.Should().AllSatisfy(call => call.Input.Should().ContainKey("city"));
        var said = new AssistantMessageParam(calls
            .Select(call => (ContentBlockParam)new ToolUseBlockParam { ID = call.ID, Name = call.Name, Input = call.Input }).ToList());
        var results = new UserMessageParam(calls
            .Select(call => (ContentBlockParam)new ToolResultBlockParam(call.ID) { Content = """{"answer":21}""" }).ToList());
        var second = await AnswerAsync(client, Ask(question, said, results) with { Tools = [Weather, Time] }, stream);

        TextOf(second).Should().Contain("the tools gave 2 results");
        (await router.RowsAsync()).Select(row => row.Text("outcome")).Should().Equal("completed", "completed");
    }

    [Fact]
    public async Task An_image_goes_through_and_is_counted()
    {
        await using var router = await SimulatedAsync();
        using var client = Client(router);
        var image = new Base64ImageSource { Data = Convert.ToBase64String(ClientText.Pixel), MediaType = MediaType.ImagePng };

        var answer = await client.Messages.Create(Ask(new UserMessageParam(new List<ContentBlockParam>
        {
            new TextBlockParam("What is this?"),
            new ImageBlockParam(image),
        })));

        TextOf(answer).Should().Contain("I saw 1 image");
        (await router.RowAsync()).Number("image_count").Should().Be(1);
    }

    [Fact]
    public async Task A_structured_answer_has_the_form_that_was_asked_for()
    {
        await using var router = await SimulatedAsync();
        using var client = Client(router);
        var schema = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(ClientText.PersonSchema)!;

        var answer = await client.Messages.Create(Ask(User("Somebody.")) with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = schema } } });

        var person = JsonNode.Parse(TextOf(answer))!;
        person["name"]!.GetValueKind().Should().Be(JsonValueKind.String);
        person["age"]!.GetValueKind().Should().Be(JsonValueKind.Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_comes_back_when_the_upstream_was_asked_too_often(bool stream)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after", "1")));
        upstream.OnNext(r => ClientText.AnswerAsync(r, DialectText.Messages, stream));
        await using var router = await BeforeAsync(upstream);
        using var client = Client(router, retries: 1);

        TextOf(await AnswerAsync(client, Ask(User("Hello")), stream)).Should().NotBeEmpty();

        (await router.RowsAsync()).Select(row => row.Text("error_code")).Should().Equal(["upstream_rate_limited", null]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_comes_back_when_the_upstream_broke_before_it_said_anything(bool stream)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => ClientText.CutAsync(r, stream ? DialectText.Messages.Preamble : null));
        upstream.OnNext(r => ClientText.AnswerAsync(r, DialectText.Messages, stream));
        await using var router = await BeforeAsync(upstream);
        using var client = Client(router, retries: 1);

        TextOf(await AnswerAsync(client, Ask(User("Hello")), stream)).Should().NotBeEmpty();

        (await router.RowsAsync()).Select(row => row.Text("outcome")).Should().Equal("failed", "completed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_asks_once_when_it_is_refused_for_good(bool stream)
    {
        await using var router = await SimulatedAsync();
        using var client = Client(router, token: "rtr_nobody", retries: 3);

        var error = (await FluentActions.Awaiting(() => AnswerAsync(client, Ask(User("Hello")), stream))
            .Should().ThrowAsync<AnthropicUnauthorizedException>()).Which;

        error.Message.Should().Contain("[invalid_token]");
        (await ClientText.RefusalsAsync(router)).Should().Be(1);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_an_error_of_the_client_and_no_short_answer()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => ClientText.CutAsync(r, DialectText.Messages.Preamble + DialectText.Messages.Content));
        await using var router = await BeforeAsync(upstream);
        using var client = Client(router);

        var reading = () => StreamAsync(client, Ask(User("Hello")));

        (await reading.Should().ThrowAsync<AnthropicException>()).Which.Message.Should().Contain("[upstream_truncated]");
    }

    private static Tool CityTool(string name, string description) => new()
    {
        Name = name,
        Description = description,
        InputSchema = new InputSchema(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(ClientText.CitySchema)!),
    };

    private static UserMessageParam User(string text) => new(text);

    private static MessageCreateParams Ask(params MessageParam[] messages) => new() { Model = "chat", MaxTokens = 200, Messages = messages };

    private static Task<Message> AnswerAsync(AnthropicClient client, MessageCreateParams ask, bool stream) =>
        stream ? StreamAsync(client, ask) : client.Messages.Create(ask);

    private static async Task<Message> StreamAsync(AnthropicClient client, MessageCreateParams ask)
    {
        var aggregator = new MessageContentAggregator();
        await foreach (var _ in aggregator.CollectAsync(client.Messages.CreateStreaming(ask)))
        {
            // Collected on the way.
        }

        return aggregator.Message();
    }

    private static string TextOf(Message message) => string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));

    private static Task<RunningRouter> SimulatedAsync() => RunningRouter.StartAsync(RouterConfigText.InDialect("anthropic-messages", "simulator", "chat"));

    private static Task<RunningRouter> BeforeAsync(ScriptedUpstream upstream) =>
        RunningRouter.StartAsync(RouterConfigText.InDialect("anthropic-messages", upstream.BaseUrl, "chat"));

    private static AnthropicClient Client(RunningRouter router, string token = RouterProcess.CallerToken, int retries = 0) =>
        new() { BaseUrl = router.Host.Address.OriginalString, ApiKey = token, MaxRetries = retries };
}
