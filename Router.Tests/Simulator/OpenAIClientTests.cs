// The official OpenAI .NET client completes its calls against the simulator.
using System.ClientModel;
using System.Text.Json.Nodes;
using FluentAssertions;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;
using OpenAI.Responses;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class OpenAIClientTests : IAsyncLifetime
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "The weather", BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":3}},"required":["city","days"]}"""));

    private SimulatorClient _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorClient.Start();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Completes_a_text_turn()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync(new UserChatMessage("Good morning"));

        answer.Content[0].Text.Should().StartWith("Simulated answer from any-model: you said \"Good morning\".");
        answer.FinishReason.Should().Be(ChatFinishReason.Stop);
        answer.Usage.InputTokenCount.Should().BePositive();
        answer.Usage.OutputTokenCount.Should().Be((answer.Content[0].Text.Length + 3) / 4);
    }

    [Fact]
    public async Task Streams_a_text_turn_in_words()
    {
        var pieces = new List<string>();
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync(new UserChatMessage("Good morning")))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
            usage = update.Usage ?? usage;
        }

        string.Concat(pieces).Should().StartWith("Simulated answer from any-model: you said \"Good morning\".");
        pieces.Should().HaveCountGreaterThan(5);
        usage.Should().NotBeNull("the client asks for usage in streams");
    }

    [Fact]
    public async Task Calls_a_tool_and_closes_with_its_result()
    {
        var messages = new List<ChatMessage> { new UserChatMessage("What is the weather?") };
        var options = new ChatCompletionOptions { Tools = { Weather } };
        ChatCompletion first = await Chat().CompleteChatAsync(messages, options);

        first.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        var call = first.ToolCalls.Should().ContainSingle().Subject;
        call.FunctionName.Should().Be("get_weather");
        JsonNode.Parse(call.FunctionArguments)!["days"]!.GetValue<int>().Should().BeGreaterThanOrEqualTo(3);

        messages.Add(new AssistantChatMessage(first));
        messages.Add(new ToolChatMessage(call.Id, "sunny"));
        ChatCompletion second = await Chat().CompleteChatAsync(messages, options);
        second.FinishReason.Should().Be(ChatFinishReason.Stop);
        second.Content[0].Text.Should().Contain("the tools gave 1 result (5 characters)");
    }

    [Fact]
    public async Task Streams_parallel_tool_calls()
    {
        var options = new ChatCompletionOptions { Tools = { Weather, ChatTool.CreateFunctionTool("get_time") } };
        var arguments = new SortedDictionary<int, string>();
        var names = new SortedDictionary<int, string>();
        await foreach (var update in Chat().CompleteChatStreamingAsync([new UserChatMessage("Use two tools")], options))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index, "") + call.FunctionArgumentsUpdate;
                names.TryAdd(call.Index, call.FunctionName);
            }
        }

        names.Values.Should().Equal("get_weather", "get_time");
        arguments.Values.Should().AllSatisfy(text => JsonNode.Parse(text).Should().BeOfType<JsonObject>());
    }

    [Fact]
    public async Task Acknowledges_an_image()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync(new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is this?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Png), "image/png")));

        answer.Content[0].Text.Should().Contain($"I saw 1 image (image/png, {Png.Length} bytes).");
    }

    [Fact]
    public async Task Gives_structured_output()
    {
        var format = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(
            """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","maximum":-5}},"required":["name","age"],"additionalProperties":false}"""));
        ChatCompletion answer = await Chat().CompleteChatAsync([new UserChatMessage("Who?")], new ChatCompletionOptions { ResponseFormat = format });

        JsonNode.Parse(answer.Content[0].Text)!["age"]!.GetValue<int>().Should().BeLessThanOrEqualTo(-5);
    }

    [Fact]
    public async Task Completes_and_streams_over_responses()
    {
        var client = Client().GetResponsesClient();
        var whole = (await client.CreateResponseAsync(new CreateResponseOptions("any-model", [ResponseItem.CreateUserMessageItem("Good morning")]))).Value;
        var streamed = "";
        await foreach (var update in await client.CreateResponseStreamingAsync(
            new CreateResponseOptions("any-model", [ResponseItem.CreateUserMessageItem("Good morning")]) { StreamingEnabled = true }))
        {
            streamed += update is StreamingResponseOutputTextDeltaUpdate delta ? delta.Delta : "";
        }

        whole.GetOutputText().Should().StartWith("Simulated answer from any-model: you said \"Good morning\".");
        streamed.Should().Be(whole.GetOutputText());
    }

    [Fact]
    public async Task Embeds_texts_into_equal_vectors_for_equal_texts()
    {
        EmbeddingClient client = Client().GetEmbeddingClient("any-model");
        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(["a", "b", "a"]);
        OpenAIEmbedding longer = await client.GenerateEmbeddingAsync("a", new EmbeddingGenerationOptions { Dimensions = 40 });

        vectors[0].ToFloats().ToArray().Should().HaveCount(8).And.Equal(vectors[2].ToFloats().ToArray());
        vectors[1].ToFloats().ToArray().Should().NotEqual(vectors[0].ToFloats().ToArray());
        longer.ToFloats().Length.Should().Be(40);
        longer.ToFloats().ToArray().Sum(number => number * number).Should().BeApproximately(1, 0.001f);
    }

    [Fact]
    public async Task Lists_models()
    {
        OpenAIModelCollection models = await Client().GetOpenAIModelClient().GetModelsAsync();
        models.Select(model => model.Id).Should().Contain("simulated").And.Contain("sim-429-once");
    }

    private ChatClient Chat() => Client().GetChatClient("any-model");

    private OpenAIClient Client() =>
        new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(_simulator.Address, "v1") });
}
