// Embeddings through the router.
using System.Net;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Functional;

public sealed class EmbeddingsTests
{
    private const string Ask = """{"model":"chat","input":["one","two"],"dimensions":4}""";
    private const string Answer = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"model":"up-model","usage":{"prompt_tokens":9,"total_tokens":9}}""";

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    public async Task Any_provider_of_an_OpenAI_dialect_serves_them_and_input_alone_is_charged(string dialect)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: dialect);
        world.First.OnNext(r => r.AnswerJsonAsync(Answer));

        using var answer = await world.PostAsync("/v1/embeddings", Ask);

        (await answer.Content.ReadAsStringAsync()).Should().Be(Answer);
        var sent = world.First.Requests.Single();
        (sent.Target, sent.BodyText).Should().Be(("/v1/embeddings", Ask.Replace("\"chat\"", "\"up-model\"", StringComparison.Ordinal)));
        var row = await world.Router.RowAsync();
        (row.Text("endpoint"), row.Number("input_tokens"), row.Number("output_tokens"), row.Number("total_cost"))
            .Should().Be(("embeddings", 9, null, 9_000));
    }

    [Fact]
    public async Task A_vendors_path_for_chat_has_its_embeddings_beside_it()
    {
        await using var world = await UpstreamWorld.StartAsync(provider: "paths: { openai-chat: /api/v3/chat/completions }");
        world.First.OnNext(r => r.AnswerJsonAsync(Answer));

        using var answer = await world.PostAsync("/v1/embeddings", Ask);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        world.First.Requests.Single().Target.Should().Be("/api/v3/embeddings");
    }

    [Fact]
    public async Task A_group_without_an_OpenAI_dialect_says_so()
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: "anthropic-messages");

        using var answer = await world.PostAsync("/v1/embeddings", Ask);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        answer.Headers.GetValues("x-router-error").Should().Equal("unsupported_parameter");
    }
}
