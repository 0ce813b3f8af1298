// What comes last in a stream, of every dialect: one end or one failure, whole, and nothing behind it.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class StreamTailTests
{
    private const string Closing = "data: [DONE]\n\n";

    public static TheoryData<string> Dialects => [.. DialectText.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_that_is_cut_before_a_blank_line_fails_in_an_event_of_its_own(string dialect)
    {
        var text = DialectText.Of(dialect);

        var seen = await SeenAsync(text, text.Preamble + text.Content + text.Content[..^1]);

        seen.Should().StartWith(text.Preamble + text.Content);
        Data(seen[(text.Preamble + text.Content).Length..]).Should().Contain("[upstream_truncated]");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_error_without_its_blank_line_is_told_in_an_event_that_has_one(string dialect)
    {
        var text = DialectText.Of(dialect);

        var seen = await SeenAsync(text, text.Preamble + text.Content + text.ErrorEvent.TrimEnd());

        seen.Should().StartWith(text.Preamble + text.Content).And.EndWith("\n\n");
        Data(seen[(text.Preamble + text.Content).Length..]).Should().Contain("[upstream_failed]").And.Contain("The engine broke.");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_end_without_its_blank_line_gets_it(string dialect)
    {
        var text = DialectText.Of(dialect);

        (await SeenAsync(text, text.Stream.TrimEnd())).Should().Be(text.Stream);
        (await SeenAsync(text, text.Stream[..^1])).Should().Be(text.Stream);
    }

    [Theory]
    [InlineData("openai-responses")]
    [InlineData("anthropic-messages")]
    public async Task The_closing_word_of_a_vendor_goes_through_behind_the_end(string dialect)
    {
        var text = DialectText.Of(dialect);

        (await SeenAsync(text, text.Stream + Closing)).Should().Be(text.Stream + Closing);
        (await SeenAsync(text, text.Stream, Closing)).Should().Be(text.Stream + Closing);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Nothing_else_goes_through_behind_the_end(string dialect)
    {
        var text = DialectText.Of(dialect);
        var closing = dialect == "openai-chat" ? "" : Closing;

        (await SeenAsync(text, text.Stream + ": late\n\n" + closing)).Should().Be(text.Stream);
        (await SeenAsync(text, text.Stream + closing + Closing)).Should().Be(text.Stream + closing);
        (await SeenAsync(text, text.Stream, text.ErrorEvent + text.Rest)).Should().Be(text.Stream);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task No_sign_of_life_comes_behind_the_end_however_long_the_connection_stays(string dialect)
    {
        var text = DialectText.Of(dialect);
        await using var world = await UpstreamWorld.StartAsync(timeouts: "first_byte: 0, idle: 0, total: 0");
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(text.Stream);
            await r.StallAsync();
        });

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);
        await caller.ReadToAsync(text.Rest);
        var reading = caller.ReadAllAsync();

        // The short limit of an upstream that does not close counts from the pump's next read.
        await world.Clock.AdvanceUntilAsync(reading, TimeSpan.FromSeconds(16));

        (await reading).Should().Be(text.Stream);
    }

    [Fact]
    public async Task A_responses_error_behind_a_tool_call_leaves_the_last_word_to_the_failure()
    {
        const string Call = """event: response.output_item.added""" + "\n" + """data: {"type":"response.output_item.added","sequence_number":4,"output_index":1,"item":{"id":"fc_1","type":"function_call","call_id":"c","name":"n","arguments":""}}""" + "\n\n";
        const string Error = "event: error\ndata: {\"type\":\"error\",\"sequence_number\":5,\"code\":\"server_error\",\"message\":\"Broke.\",\"param\":null}\n\n";
        var text = DialectText.Responses;
        var failed = text.ErrorEvent.Replace("\"sequence_number\":5", "\"sequence_number\":6", StringComparison.Ordinal);

        (await SeenAsync(text, text.Preamble + Call + Error + failed)).Should().Be(text.Preamble + Call + Error + failed);

        var without = await SeenAsync(text, text.Preamble + Call + Error);
        without.Should().StartWith(text.Preamble + Call + Error + "event: response.failed\n").And.Contain("Broke.").And.Contain("\"sequence_number\":6");
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    public async Task A_last_event_of_messages_without_its_blank_line_is_read_for_a_caller_of_another_dialect(string dialect)
    {
        var (asked, given) = (DialectText.Of(dialect), DialectText.Messages);

        foreach (var end in (string[])[given.Stream.TrimEnd(), given.Stream[..^1]])
        {
            (await SeenAsync(asked, given, end)).Should().EndWith(dialect == "openai-chat" ? Closing : "\n\n").And.NotContain("upstream_truncated");
        }

        (await SeenAsync(asked, given, given.Preamble + given.Content + given.ErrorEvent.TrimEnd())).Should().Contain("[upstream_failed]").And.Contain("The engine broke.");
        foreach (var cut in (string[])[given.Stream.TrimEnd()[..^1], given.Preamble + given.Content + given.Content.TrimEnd(), given.Preamble + given.Content + given.ErrorEvent.TrimEnd()[..^2]])
        {
            (await SeenAsync(asked, given, cut)).Should().Contain("[upstream_truncated]");
        }
    }

    [Fact]
    public async Task An_end_behind_an_error_that_does_not_go_on_takes_no_number()
    {
        const string Error = "event: error\ndata: {\"type\":\"error\",\"sequence_number\":5,\"code\":\"server_error\",\"message\":\"Broke.\",\"param\":null}\n\n";
        var text = DialectText.Responses;
        var rest = text.Rest.Replace("\"sequence_number\":6", "\"sequence_number\":7", StringComparison.Ordinal)
            .Replace("\"sequence_number\":5", "\"sequence_number\":6", StringComparison.Ordinal);

        var seen = await SeenAsync(text, text.Preamble + text.Content + Error + rest);

        Data(seen[seen.IndexOf("event: response.failed", StringComparison.Ordinal)..]).Should().EndWith("\"sequence_number\":7}");
    }

    [Fact]
    public async Task A_responses_error_behind_a_preamble_too_long_to_be_held_still_ends_in_a_failure()
    {
        const string Error = "event: error\ndata: {\"type\":\"error\",\"sequence_number\":4,\"code\":\"server_error\",\"message\":\"Broke.\",\"param\":null}\n\n";
        var text = DialectText.Responses;
        var preamble = text.Preamble.Replace("\"up-model\"", "\"up-model\",\"instructions\":\"" + new string('x', 200_000) + "\"", StringComparison.Ordinal);

        var seen = await SeenAsync(text, preamble + Error);

        seen.Should().StartWith(preamble + Error + "event: response.failed\n");
        Data(seen[(preamble + Error).Length..]).Should().Contain("Broke.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_names_the_group_where_callers_see_no_other_name(bool told)
    {
        var text = DialectText.Responses;
        await using var world = await UpstreamWorld.StartAsync(server: "model_identity: group");
        world.First.OnNext(r => SendAsync(r, text.Preamble + text.Content + (told ? text.ErrorEvent : "")));

        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);

        (await caller.ReadAllAsync()).Should().Contain("event: response.failed").And.NotContain("up-model");
    }

    private static Task<string> SeenAsync(DialectText text, params string[] pieces) => SeenAsync(text, text, pieces);

    private static async Task<string> SeenAsync(DialectText text, DialectText given, params string[] pieces)
    {
        await using var world = await UpstreamWorld.StartAsync(dialects: given.Name);
        world.First.OnNext(r => SendAsync(r, pieces));
        using var caller = await world.StreamAsync(text.Path, text.StreamRequest);
        return await caller.ReadAllAsync();
    }

    private static async Task SendAsync(UpstreamExchange exchange, params string[] pieces)
    {
        await exchange.StartEventsAsync();
        foreach (var piece in pieces)
        {
            await exchange.SendChunkAsync(piece);
            await Task.Yield();
        }
    }

    /// <summary>The data of the one event that the text must be; fails when it is none, or no JSON.</summary>
    private static string Data(string text)
    {
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var data = events.Should().ContainSingle().Which;
        return JsonNode.Parse(data[(data.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!.ToJsonString();
    }
}
