// A stop whose time for running requests is over: they end with an error of the router, not with a broken connection.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Configuration;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class DrainTests
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(7);

    [Theory]
    [InlineData("openai-chat", "data: {\"error\":{\"message\":\"[draining] ")]
    [InlineData("openai-responses", "event: response.failed\ndata: ")]
    [InlineData("anthropic-messages", "event: error\ndata: ")]
    public async Task A_stream_that_is_not_at_its_end_gets_the_error_event_of_its_dialect(string name, string error)
    {
        var dialect = DialectText.Of(name);
        await using var world = await UpstreamWorld.StartAsync(server: "drain: 7s");
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(dialect.Preamble + dialect.Content);
            await r.StallAsync();
        });
        using var caller = await world.StreamAsync(dialect.Path, dialect.StreamRequest);
        await caller.ReadToAsync(dialect.Preamble + dialect.Content);

        await StopAsync(world);

        var rest = (await caller.ReadAllAsync())[(dialect.Preamble.Length + dialect.Content.Length)..];
        rest.Should().StartWith(error).And.Contain("[draining]").And.NotContain("[DONE]");
        var row = (await world.Router.RowsAsync(1)).Single();
        (row.Number("status"), row.Text("outcome"), row.Text("error_code")).Should().Be((200, "failed", "draining"));
        row.Attempts.Single()["error_class"].Should().Be("stopping");
    }

    [Fact]
    public async Task A_request_without_a_stream_is_told_to_come_back_and_no_other_target_is_asked()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, server: "drain: 7s");
        world.First.OnNext(r => r.StallAsync());
        var asking = world.AskAsync();
        await world.First.RequestAsync();

        await StopAsync(world);

        var (answer, body) = await asking;
        ((int)answer.StatusCode).Should().Be(503);
        answer.Headers.GetValues("x-router-error").Should().Equal("draining");
        answer.Headers.GetValues("retry-after").Should().Equal("1");
        ((string?)JsonNode.Parse(body)!["error"]!["message"]).Should().StartWith("[draining] ");
        world.Second.RequestCount.Should().Be(0);
        (await world.Router.RowsAsync(1)).Single().Text("error_code").Should().Be("draining");
    }

    [Fact]
    public async Task A_drain_of_0_has_no_limit_and_lets_what_runs_come_to_its_end()
    {
        var dialect = DialectText.Chat;
        await using var world = await UpstreamWorld.StartAsync(server: "drain: 0");
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(dialect.Preamble + dialect.Content);
            await go.Task;
            await r.SendChunkAsync(dialect.Rest);
            await r.EndAsync();
        });
        using var caller = await world.StreamAsync(dialect.Path, dialect.StreamRequest);
        await caller.ReadToAsync(dialect.Preamble + dialect.Content);

        var stopping = world.Router.StopAsync();
        go.SetResult();

        (await caller.ReadAllAsync()).Should().EndWith("data: [DONE]\n\n").And.NotContain("[draining]");
        await stopping.Within();
    }

    [Fact]
    public async Task The_time_of_running_requests_is_that_of_the_configuration_in_force()
    {
        await using var world = await UpstreamWorld.StartAsync(server: "drain: 30m");
        world.First.OnNext(r => r.StallAsync());
        var asking = world.AskAsync();
        await world.First.RequestAsync();
        world.Router.Configure((await File.ReadAllTextAsync(world.Router.ConfigFile)).Replace("drain: 30m", "drain: 7s", StringComparison.Ordinal));
        world.Router.Host.Reloader.Reload("test").Should().Be(new ReloadResult.Accepted(2));

        await StopAsync(world);

        var (answer, _) = await asking;
        ((int)answer.StatusCode).Should().Be(503);
    }

    [Fact]
    public async Task Who_is_told_to_come_back_is_not_held_on_the_connection()
    {
        await using var world = await UpstreamWorld.StartAsync();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.First.OnNext(async r =>
        {
            await go.Task;
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        var running = world.AskAsync();
        await world.First.RequestAsync();
        var stopping = world.Router.StopAsync();

        var (refused, _) = await world.AskAsync();

        refused.Headers.GetValues("x-router-error").Should().Equal("draining");
        refused.Headers.ConnectionClose.Should().BeTrue();
        go.SetResult();
        ((int)(await running).Answer.StatusCode).Should().Be(200);
        await stopping.Within();
    }

    private static async Task StopAsync(UpstreamWorld world)
    {
        var stopping = world.Router.StopAsync();
        await world.Clock.WhenArmedAsync(Drain);
        world.Clock.Advance(Drain);
        await stopping.Within();
    }
}
