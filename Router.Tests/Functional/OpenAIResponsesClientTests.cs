// The official OpenAI client for .NET, speaking Responses, through the router to the built-in simulator and to a scripted upstream.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using OpenAI;
using OpenAI.Responses;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class OpenAIResponsesClientTests
{
    private static readonly ResponseTool Weather = ResponseTool.CreateFunctionTool("get_weather", BinaryData.FromString(ClientText.CitySchema), true, "Weather of a city.");
    private static readonly ResponseTool Time = ResponseTool.CreateFunctionTool("get_time", BinaryData.FromString(ClientText.CitySchema), true, "Time in a city.");

    [Fact]
    public async Task A_stream_says_what_the_whole_answer_says()
    {
        await using var router = await SimulatedAsync();

        ResponseResult whole = await Client(router).CreateResponseAsync(Ask("Hello there"));
        var (text, last) = await StreamAsync(Client(router), Ask("Hello there"));

        whole.Status.Should().Be(ResponseStatus.Completed);
        whole.GetOutputText().Should().NotBeEmpty();
        text.Should().Be(whole.GetOutputText());
        last!.GetOutputText().Should().Be(text);
        (await router.RowsAsync()).Select(row => row.Number("output_tokens"))
            .Should().Equal(whole.Usage.OutputTokenCount, last.Usage.OutputTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_tools_are_called_and_their_results_go_back(bool stream)
    {
        await using var router = await SimulatedAsync();
        var client = Client(router);
        var ask = Ask("Use two tools for Prague.");
        ask.Tools.Add(Weather);
        ask.Tools.Add(Time);

        var first = stream ? (await StreamAsync(client, ask)).Last! : await client.CreateResponseAsync(ask);
        var calls = first.OutputItems.OfType<FunctionCallResponseItem>().ToList();
        calls.Select(call => call.FunctionName).Should().Equal("get_weather", "get_time");
        calls.Should().AllSatisfy(call => JsonNode.Parse(call.FunctionArguments)!["city"].Should().NotBeNull());
        foreach (var call in calls)
        {
            ask.InputItems.Add(ResponseItem.CreateFunctionCallItem(call.CallId, call.FunctionName, call.FunctionArguments));
        }

        foreach (var call in calls)
        {
            ask.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, """{"answer":21}"""));
        }

        var second = stream ? (await StreamAsync(client, ask)).Last! : await client.CreateResponseAsync(ask);

        second.GetOutputText().Should().Contain("the tools gave 2 results");
        (await router.RowsAsync()).Select(row => row.Text("outcome")).Should().Equal("completed", "completed");
    }

    [Fact]
    public async Task An_image_goes_through_and_is_counted()
    {
        await using var router = await SimulatedAsync();
        var ask = new CreateResponseOptions("chat", [ResponseItem.CreateUserMessageItem(
        [
            ResponseContentPart.CreateInputTextPart("What is this?"),
            ResponseContentPart.CreateInputImagePart(BinaryData.FromBytes(ClientText.Pixel, "image/png")),
        ])]);

        ResponseResult answer = await Client(router).CreateResponseAsync(ask);

        answer.GetOutputText().Should().Contain("I saw 1 image");
        (await router.RowAsync()).Number("image_count").Should().Be(1);
    }

    [Fact]
    public async Task A_structured_answer_has_the_form_that_was_asked_for()
    {
        await using var router = await SimulatedAsync();
        var ask = Ask("Somebody.");
        ask.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(ClientText.PersonSchema), jsonSchemaIsStrict: true),
        };

        ResponseResult answer = await Client(router).CreateResponseAsync(ask);

        var person = JsonNode.Parse(answer.GetOutputText())!;
        person["name"]!.GetValueKind().Should().Be(JsonValueKind.String);
        person["age"]!.GetValueKind().Should().Be(JsonValueKind.Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_comes_back_when_the_upstream_was_asked_too_often(bool stream)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after-ms", "3")));
        upstream.OnNext(r => AnswerAsync(r, stream));
        await using var router = await BeforeAsync(upstream);

        (await TextAsync(Client(router, retries: 1), stream)).Should().NotBeEmpty();

        (await router.RowsAsync()).Select(row => row.Text("error_code")).Should().Equal(["upstream_rate_limited", null]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_comes_back_when_the_upstream_broke_before_it_said_anything(bool stream)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => ClientText.CutAsync(r, stream ? DialectText.Responses.Preamble : null));
        upstream.OnNext(r => AnswerAsync(r, stream));
        await using var router = await BeforeAsync(upstream);

        (await TextAsync(Client(router, retries: 1), stream)).Should().NotBeEmpty();

        (await router.RowsAsync()).Select(row => row.Text("outcome")).Should().Equal("failed", "completed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_asks_once_when_it_is_refused_for_good(bool stream)
    {
        await using var router = await SimulatedAsync();
        var client = Client(router, token: "rtr_nobody", retries: 3);

        var error = (await FluentActions.Awaiting(() => TextAsync(client, stream)).Should().ThrowAsync<ClientResultException>()).Which;

        error.Status.Should().Be(401);
        error.Message.Should().Contain("[invalid_token]");
        (await ClientText.RefusalsAsync(router)).Should().Be(1);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_a_failed_answer_and_no_short_one()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => ClientText.CutAsync(r, DialectText.Responses.Preamble + DialectText.Responses.Content));
        await using var router = await BeforeAsync(upstream);

        var (_, last) = await StreamAsync(Client(router), Ask("Hello"));

        last!.Status.Should().Be(ResponseStatus.Failed);
        last.Error.Message.Should().Contain("[upstream_truncated]");
    }

    private static CreateResponseOptions Ask(string text) => new("chat", [ResponseItem.CreateUserMessageItem(text)]);

    private static Task AnswerAsync(UpstreamExchange exchange, bool stream) => ClientText.AnswerAsync(exchange, DialectText.Responses, stream);

    private static async Task<string> TextAsync(ResponsesClient client, bool stream) =>
        stream ? (await StreamAsync(client, Ask("Hello"))).Text : (await client.CreateResponseAsync(Ask("Hello"))).Value.GetOutputText();

    /// <summary>The pieces of text, and the response of the last event.</summary>
    private static async Task<(string Text, ResponseResult? Last)> StreamAsync(ResponsesClient client, CreateResponseOptions ask)
    {
        var (text, last) = ("", (ResponseResult?)null);
        ask.StreamingEnabled = true;
        await foreach (var update in await client.CreateResponseStreamingAsync(ask))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            last = update switch
            {
                StreamingResponseCompletedUpdate completed => completed.Response,
                StreamingResponseFailedUpdate failed => failed.Response,
                _ => last,
            };
        }

        return (text, last);
    }

    private static Task<RunningRouter> SimulatedAsync() => RunningRouter.StartAsync(RouterConfigText.InDialect("openai-responses", "simulator", "chat"));

    private static Task<RunningRouter> BeforeAsync(ScriptedUpstream upstream) =>
        RunningRouter.StartAsync(RouterConfigText.InDialect("openai-responses", upstream.BaseUrl, "chat"));

    private static ResponsesClient Client(RunningRouter router, string token = RouterProcess.CallerToken, int retries = 0) =>
        new OpenAIClient(new ApiKeyCredential(token), new OpenAIClientOptions
        {
            Endpoint = new Uri(router.Host.Address, "/v1"),
            RetryPolicy = new ClientRetryPolicy(retries),
        }).GetResponsesClient();
}
