// What an upstream counted before its answer failed is charged as it counted it, also when the answer was to be translated.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

/// <summary>The counts are those of <see cref="DialectText"/>: 11 uncached input tokens, 5 cached, 7 out; 1 and 2 dollars a million.</summary>
public sealed class CountedFailureTests
{
    private const long InputCost = 11 * 1000;
    private const long OutputCost = 7 * 2000;

    private const string ChatUsage =
        "\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":5}}";

    private const string ResponsesUsage =
        "\"usage\":{\"input_tokens\":16,\"output_tokens\":7,\"input_tokens_details\":{\"cached_tokens\":5}}";

    private const string Error = "\"error\":{\"message\":\"The engine broke.\",\"type\":\"api_error\",\"code\":\"server_error\"}";

    [Theory]
    [MemberData(nameof(DialectText.Cells), MemberType = typeof(DialectText))]
    public async Task A_body_that_is_an_error(string caller, string upstream)
    {
        var body = upstream switch
        {
            "openai-chat" => $"{{{Error},{ChatUsage}}}",
            "openai-responses" => $"{{\"status\":\"failed\",{Error},\"output\":[],{ResponsesUsage}}}",
            _ => $"{{\"type\":\"error\",{Error},\"usage\":{{\"input_tokens\":11,\"cache_read_input_tokens\":5,\"output_tokens\":7}}}}",
        };
        await using var world = await StartAsync(upstream);
        world.First.OnNext(r => r.AnswerJsonAsync(body));

        using var answer = await world.PostAsync(DialectText.Of(caller).Path, DialectText.Of(caller).Request);

        ((int)answer.StatusCode).Should().BeOneOf(502, 503);
        (await world.Router.RowAsync()).Number("failed_cost").Should().Be(InputCost + OutputCost);
    }

    [Theory]
    [MemberData(nameof(DialectText.Cells), MemberType = typeof(DialectText))]
    public async Task A_stream_that_fails_before_its_content(string caller, string upstream)
    {
        var text = DialectText.Of(upstream);
        var counted = upstream switch
        {
            "openai-chat" => $"data: {{\"id\":\"c\",\"choices\":[],{ChatUsage}}}\n\n{text.ErrorEvent}",
            "openai-responses" => text.Preamble + text.ErrorEvent.Replace("\"output\":[]", $"\"output\":[],{ResponsesUsage}", StringComparison.Ordinal),
            _ => text.Preamble + text.ErrorEvent,
        };
        await using var world = await StartAsync(upstream);
        world.First.OnNext(r => r.AnswerEventsAsync(counted));

        using var answer = await world.PostAsync(DialectText.Of(caller).Path, DialectText.Of(caller).StreamRequest);

        ((int)answer.StatusCode).Should().BeOneOf(502, 503);
        (await world.Router.RowAsync()).Number("failed_cost").Should().Be(upstream == "anthropic-messages" ? InputCost : InputCost + OutputCost);
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    [InlineData("anthropic-messages")]
    public async Task A_stream_that_counts_as_it_goes_and_breaks(string caller)
    {
        var text = DialectText.Chat;
        await using var world = await StartAsync("openai-chat");
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(text.Preamble + text.Content.Replace("]}\n", $"],{ChatUsage}}}\n", StringComparison.Ordinal));
            r.Close();
        });

        using var answer = await world.PostAsync(DialectText.Of(caller).Path, DialectText.Of(caller).StreamRequest);

        var row = await world.Router.RowAsync();
        row.Text("outcome").Should().Be("failed");
        row.Text("usage_source").Should().Be("reported");
        row.Number("cache_read_tokens").Should().Be(5);
        row.Number("total_cost").Should().Be(InputCost + OutputCost);
    }

    [Theory]
    [MemberData(nameof(DialectText.Cells), MemberType = typeof(DialectText))]
    public async Task A_zero_before_the_end_is_no_count(string caller, string upstream)
    {
        var text = DialectText.Of(upstream);
        var begun = (text.Preamble + text.Content)
            .Replace("]}\n", "],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}\n", StringComparison.Ordinal)
            .Replace("\"output\":[]}", "\"output\":[],\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}", StringComparison.Ordinal)
            .Replace("\"input_tokens\":11,\"cache_read_input_tokens\":5,", "\"input_tokens\":0,\"cache_read_input_tokens\":0,", StringComparison.Ordinal);
        await using var world = await StartAsync(upstream);
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(begun);
            r.Close();
        });

        using var answer = await world.PostAsync(DialectText.Of(caller).Path, DialectText.Of(caller).StreamRequest);

        var row = await world.Router.RowAsync();
        row.Text("usage_source").Should().Be("estimated");
        row.Number("input_tokens").Should().BePositive();
        row.Number("output_tokens").Should().Be(2, "that is what its seven bytes are estimated at");
    }

    [Theory]
    [MemberData(nameof(DialectText.Cells), MemberType = typeof(DialectText))]
    public async Task Half_a_count_is_none(string caller, string upstream)
    {
        var text = DialectText.Of(upstream);
        var cut = text.Stream[..text.Stream.LastIndexOf("_tokens_details\"", StringComparison.Ordinal)];
        await using var world = await StartAsync(upstream);
        world.First.OnNext(r => r.AnswerEventsAsync(cut));

        using var answer = await world.PostAsync(DialectText.Of(caller).Path, DialectText.Of(caller).StreamRequest);

        var row = await world.Router.RowAsync();
        row.Text("usage_source").Should().Be("estimated");
        row.Number("output_tokens").Should().Be(2, "that is what its seven bytes are estimated at");
    }

    private static Task<UpstreamWorld> StartAsync(string upstream) => UpstreamWorld.StartAsync(dialects: upstream);
}
