// The official OpenAI client for .NET through the router, to the built-in simulator and to scripted upstreams.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using OpenAI;
using OpenAI.Chat;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class OpenAIClientTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "Weather of a city.", BinaryData.FromString(ClientText.CitySchema));
    private static readonly ChatTool Time = ChatTool.CreateFunctionTool("get_time", "Time in a city.", BinaryData.FromString(ClientText.CitySchema));

    [Fact]
    public async Task A_whole_answer_is_read()
    {
        await using var router = await SimulatedAsync();

        ChatCompletion answer = await Client(router).CompleteChatAsync([new SystemChatMessage("Be short."), new UserChatMessage("Hello there")]);

        answer.Content[0].Text.Should().NotBeEmpty();
        answer.FinishReason.Should().Be(ChatFinishReason.Stop);
        var row = await router.RowAsync();
        row.Number("input_tokens").Should().Be(answer.Usage.InputTokenCount);
        row.Number("output_tokens").Should().Be(answer.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task A_stream_is_read_piece_by_piece_and_says_the_same()
    {
        await using var router = await SimulatedAsync();
        ChatMessage[] messages = [new UserChatMessage("Hello there")];
        ChatCompletion whole = await Client(router).CompleteChatAsync(messages);

        var (text, finish, updates) = (new StringBuilder(), (ChatFinishReason?)null, 0);
        ChatTokenUsage? usage = null;
        await foreach (var update in Client(router).CompleteChatStreamingAsync(messages))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
            updates++;
        }

        text.ToString().Should().Be(whole.Content[0].Text);
        finish.Should().Be(ChatFinishReason.Stop);
        updates.Should().BeGreaterThan(2);
        (await router.RowsAsync())[1].Number("output_tokens").Should().Be(usage!.OutputTokenCount, "this client asks for the usage");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_tools_are_called_and_their_results_go_back(bool stream)
    {
        await using var router = await SimulatedAsync();
        var client = Client(router);
        var options = new ChatCompletionOptions { Tools = { Weather, Time } };
        List<ChatMessage> messages = [new UserChatMessage("Use two tools for Prague.")];

        var calls = stream ? await StreamedCallsAsync(client, messages, options) : (await client.CompleteChatAsync(messages, options)).Value.ToolCalls;
        calls.Select(call => call.FunctionName).Should().Equal("get_weather", "get_time");
        calls.Should().AllSatisfy(call => JsonNode.Parse(call.FunctionArguments)!["city"].Should().NotBeNull());
        messages.Add(new AssistantChatMessage(calls));
        messages.AddRange(calls.Select(call => new ToolChatMessage(call.Id, """{"answer":21}""")));
        ChatCompletion answer = await client.CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { Weather, Time } });

        answer.FinishReason.Should().Be(ChatFinishReason.Stop);
        answer.Content[0].Text.Should().Contain("the tools gave 2 results");
        (await router.RowsAsync()).Select(row => row.Text("outcome")).Should().Equal("completed", "completed");
    }

    [Fact]
    public async Task An_image_goes_through_and_is_counted()
    {
        await using var router = await SimulatedAsync();
        ChatCompletion answer = await Client(router).CompleteChatAsync([new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is this?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(ClientText.Pixel), "image/png"))]);

        answer.Content[0].Text.Should().NotBeEmpty();
        (await router.RowAsync()).Number("image_count").Should().Be(1);
    }

    [Fact]
    public async Task A_structured_answer_has_the_form_that_was_asked_for()
    {
        await using var router = await SimulatedAsync();
        ChatCompletion answer = await Client(router).CompleteChatAsync(
            [new UserChatMessage("Somebody.")],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(ClientText.PersonSchema), jsonSchemaIsStrict: true) });

        var person = JsonNode.Parse(answer.Content[0].Text)!;
        person["name"]!.GetValueKind().Should().Be(System.Text.Json.JsonValueKind.String);
        person["age"]!.GetValueKind().Should().Be(System.Text.Json.JsonValueKind.Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_comes_back_when_the_upstream_was_asked_too_often(bool stream)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after-ms", "3")));
        upstream.OnNext(r => ClientText.AnswerAsync(r, DialectText.Chat, stream));
        await using var router = await RunningRouter.StartAsync(UpstreamWorld.Yaml([upstream.BaseUrl]));

        (await TextAsync(Client(router, retries: 1), stream)).Should().NotBeEmpty();

        (await router.RowsAsync()).Select(row => row.Text("error_code")).Should().Equal(["upstream_rate_limited", null]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_comes_back_when_the_upstream_broke_before_it_said_anything(bool stream)
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => ClientText.CutAsync(r, stream ? DialectText.Chat.Preamble : null));
        upstream.OnNext(r => ClientText.AnswerAsync(r, DialectText.Chat, stream));
        await using var router = await RunningRouter.StartAsync(UpstreamWorld.Yaml([upstream.BaseUrl]));

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
    public async Task An_unknown_model_is_the_clients_404()
    {
        await using var router = await SimulatedAsync();

        var error = await FailsAsync(Client(router, model: "nothing-like-it"));

        error.Status.Should().Be(404);
        error.Message.Should().Contain("[model_not_found]");
    }

    [Fact]
    public async Task A_stream_that_breaks_is_an_error_of_the_client_and_no_short_answer()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("half"));
            r.Close();
        });

        var finished = false;
        var reading = async () =>
        {
            await foreach (var update in Client(world.Router).CompleteChatStreamingAsync([new UserChatMessage("Hello")]))
            {
                finished |= update.FinishReason is not null;
            }
        };

        try
        {
            await reading();
        }
        catch (Exception error) when (error is ClientResultException or InvalidOperationException or KeyNotFoundException)
        {
            // Whether this client throws at an error event is its own affair; what counts is that it saw no end.
        }

        finished.Should().BeFalse();
    }

    private static async Task<IReadOnlyList<ChatToolCall>> StreamedCallsAsync(
        ChatClient client, IEnumerable<ChatMessage> messages, ChatCompletionOptions options)
    {
        var calls = new SortedDictionary<int, (string Id, string Name, string Arguments)>();
        await foreach (var update in client.CompleteChatStreamingAsync(messages, options))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                var (id, name, arguments) = calls.GetValueOrDefault(call.Index, ("", "", ""));
                calls[call.Index] = (call.ToolCallId ?? id, call.FunctionName ?? name, arguments + call.FunctionArgumentsUpdate);
            }
        }

        return [.. calls.Values.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments)))];
    }

    private static async Task<string> TextAsync(ChatClient client, bool stream)
    {
        ChatMessage[] messages = [new UserChatMessage("Hello")];
        if (!stream)
        {
            return (await client.CompleteChatAsync(messages)).Value.Content[0].Text;
        }

        var text = new StringBuilder();
        await foreach (var update in client.CompleteChatStreamingAsync(messages))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
        }

        return text.ToString();
    }

    private static async Task<ClientResultException> FailsAsync(ChatClient client) =>
        (await client.Invoking(c => c.CompleteChatAsync([new UserChatMessage("Hello")])).Should().ThrowAsync<ClientResultException>()).Which;

    private static Task<RunningRouter> SimulatedAsync() => RunningRouter.StartAsync(UpstreamWorld.Yaml(["simulator"]));

    private static ChatClient Client(RunningRouter router, string token = RouterProcess.CallerToken, string model = "chat", int retries = 0) =>
        new(model, new ApiKeyCredential(token), new OpenAIClientOptions
        {
            Endpoint = new Uri(router.Host.Address, "/v1"),
            RetryPolicy = new ClientRetryPolicy(retries),
        });
}
