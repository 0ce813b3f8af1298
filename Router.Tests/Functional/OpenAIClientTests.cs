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
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather",
        "Weather of a city.",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}"""));

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
    public async Task A_tool_is_called_and_its_result_goes_back(bool stream)
    {
        await using var router = await SimulatedAsync();
        var client = Client(router);
        var options = new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateRequiredChoice() };
        List<ChatMessage> messages = [new UserChatMessage("What is the weather in Prague?")];

        var call = stream ? await StreamedCallAsync(client, messages, options) : (await client.CompleteChatAsync(messages, options)).Value.ToolCalls.Single();
        call.FunctionName.Should().Be("get_weather");
        JsonNode.Parse(call.FunctionArguments)!["city"].Should().NotBeNull();
        messages.Add(new AssistantChatMessage([call]));
        messages.Add(new ToolChatMessage(call.Id, """{"degrees":21}"""));
        ChatCompletion answer = await client.CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { Weather } });

        answer.FinishReason.Should().Be(ChatFinishReason.Stop);
        answer.Content[0].Text.Should().NotBeEmpty();
        (await router.RowsAsync()).Select(row => row.Text("outcome")).Should().Equal("completed", "completed");
    }

    [Fact]
    public async Task An_image_goes_through_and_is_counted()
    {
        await using var router = await SimulatedAsync();
        var pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

        ChatCompletion answer = await Client(router).CompleteChatAsync([new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is this?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(pixel), "image/png"))]);

        answer.Content[0].Text.Should().NotBeEmpty();
        (await router.RowAsync()).Number("image_count").Should().Be(1);
    }

    [Fact]
    public async Task A_structured_answer_has_the_form_that_was_asked_for()
    {
        await using var router = await SimulatedAsync();
        var schema = BinaryData.FromString(
            """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"],"additionalProperties":false}""");

        ChatCompletion answer = await Client(router).CompleteChatAsync(
            [new UserChatMessage("Somebody.")],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", schema, jsonSchemaIsStrict: true) });

        var person = JsonNode.Parse(answer.Content[0].Text)!;
        person["name"]!.GetValueKind().Should().Be(System.Text.Json.JsonValueKind.String);
        person["age"]!.GetValueKind().Should().Be(System.Text.Json.JsonValueKind.Number);
    }

    [Fact]
    public async Task The_client_tries_a_busy_router_again_by_itself()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after-ms", "3")));
        upstream.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));
        await using var router = await RunningRouter.StartAsync(UpstreamWorld.Yaml([upstream.BaseUrl]));

        ChatCompletion answer = await Client(router, retries: 1).CompleteChatAsync([new UserChatMessage("Hello")]);

        answer.Content[0].Text.Should().StartWith("Hi");
        (await router.RowsAsync()).Select(row => row.Text("error_code")).Should().Equal(["upstream_rate_limited", null]);
    }

    [Fact]
    public async Task An_unknown_token_is_the_clients_401()
    {
        await using var router = await SimulatedAsync();

        var error = await FailsAsync(Client(router, token: "rtr_nobody"));

        error.Status.Should().Be(401);
        error.Message.Should().Contain("[invalid_token]");
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

    private static async Task<ChatToolCall> StreamedCallAsync(ChatClient client, IEnumerable<ChatMessage> messages, ChatCompletionOptions options)
    {
        var (id, name, arguments) = ("", "", new StringBuilder());
        await foreach (var update in client.CompleteChatStreamingAsync(messages, options))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                id = call.ToolCallId ?? id;
                name = call.FunctionName ?? name;
                arguments.Append(call.FunctionArgumentsUpdate);
            }
        }

        return ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments.ToString()));
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
