// Each model name that asks for a fault gets that fault.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Simulator;
using Xunit;

namespace Router.Tests.Simulator;

public sealed class FaultTests : IAsyncLifetime
{
    private SimulatorClient _simulator = null!;

    public static TheoryData<string> Paths => [.. AllPaths];

    private static string[] AllPaths => [SimulatorClient.Chat, SimulatorClient.Responses, SimulatorClient.Messages];

    public async Task InitializeAsync() => _simulator = await SimulatorClient.Start();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public void The_longest_name_wins_and_other_names_answer_normally()
    {
        SimulatorFaults.Of("my/sim-429-once").Should().Be((FaultKind.RateLimited, true));
        SimulatorFaults.Of("sim-429").Should().Be((FaultKind.RateLimited, false));
        SimulatorFaults.Of("sim-cut-before").Should().Be((FaultKind.CutBefore, false));
        SimulatorFaults.Of("sim-cut-before-once").Should().Be((FaultKind.CutBefore, true));
        SimulatorFaults.Of("gpt-5-mini-once").Should().Be((FaultKind.None, false));
        SimulatorFaults.All.Select(fault => fault.Kind).Should().BeEquivalentTo(Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None));
    }

    [Theory]
    [InlineData("sim-400", 400, 400)]
    [InlineData("sim-401", 401, 401)]
    [InlineData("sim-429", 429, 429)]
    [InlineData("sim-500", 500, 500)]
    [InlineData("sim-503", 503, 503)]
    [InlineData("sim-529", 529, 503)]
    public async Task A_status_comes_in_the_envelope_of_the_dialect(string model, int onMessages, int elsewhere)
    {
        foreach (var path in AllPaths)
        {
            using var response = await _simulator.Send(HttpMethod.Post, path, Body(path, model, stream: true));
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            var isMessages = path == SimulatorClient.Messages;
            ((int)response.StatusCode).Should().Be(isMessages ? onMessages : elsewhere);
            error["error"]!.AsObject().Select(member => member.Key).Should().BeEquivalentTo(
                isMessages ? ["type", "message"] : new[] { "message", "type", "param", "code" });
            response.Headers.Contains(isMessages ? "request-id" : "x-request-id").Should().BeTrue();
            (response.Headers.RetryAfter?.Delta).Should().Be(model == "sim-429" ? TimeSpan.FromSeconds(2) : null);
        }
    }

    [Fact]
    public async Task A_rate_limit_once_is_over_on_the_second_call_of_the_same_body_or_session()
    {
        var path = SimulatorClient.Chat;
        (await StatusOf(path, "a")).Should().Be(HttpStatusCode.TooManyRequests);
        (await StatusOf(path, "a")).Should().Be(HttpStatusCode.OK);
        (await StatusOf(path, "b")).Should().Be(HttpStatusCode.TooManyRequests);
        (await StatusOf(path, "c", "session")).Should().Be(HttpStatusCode.TooManyRequests);
        (await StatusOf(path, "d", "session")).Should().Be(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusOf(string at, string text, string? session = null)
        {
            using var response = await _simulator.Send(
                HttpMethod.Post, at, Body(at, "sim-429-once", false, text), session is null ? null : ("session-id", session));
            return response.StatusCode;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Each_fault_that_happens_once_is_counted_by_itself(string path)
    {
        var headers = ("x-claude-code-session-id", "one");
        var cut = () => _simulator.Send(HttpMethod.Post, path, Body(path, "sim-cut-before-once", true), headers);
        await cut.Should().ThrowAsync<HttpRequestException>();
        using var afterCut = await _simulator.Send(HttpMethod.Post, path, Body(path, "sim-cut-before-once", true), headers);
        using var other = await _simulator.Send(HttpMethod.Post, path, Body(path, "sim-503-once", true), headers);
        using var afterOther = await _simulator.Send(HttpMethod.Post, path, Body(path, "sim-503-once", true), headers);
        (afterCut.StatusCode, other.StatusCode, afterOther.StatusCode)
            .Should().Be((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_spent_quota_is_a_429_that_says_not_to_come_back(string path)
    {
        using var response = await _simulator.Send(HttpMethod.Post, path, Body(path, "sim-quota", stream: true));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        response.Headers.GetValues("x-should-retry").Should().Equal("false");
        response.Headers.RetryAfter.Should().BeNull();
        ((string?)error["type"]).Should().Be(path == SimulatorClient.Messages ? "billing_error" : "insufficient_quota");
        ((string?)error["code"]).Should().Be(path == SimulatorClient.Messages ? null : "insufficient_quota");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_cut_before_the_answer_gives_no_status(string path)
    {
        var act = () => _simulator.Send(HttpMethod.Post, path, Body(path, "sim-cut-before", true));
        await act.Should().ThrowAsync<HttpRequestException>();
    }

    [Theory]
    [InlineData("sim-error-midstream", "Simulated answer ")]
    [InlineData("sim-error-first", "")]
    public async Task An_error_in_the_stream_comes_in_the_form_of_the_dialect(string model, string content)
    {
        var chat = await _simulator.Stream(SimulatorClient.Chat, Body(SimulatorClient.Chat, model, true));
        JsonNode.Parse(chat[^1].Data)!["error"]!["type"]!.GetValue<string>().Should().Be("server_error");
        string.Concat(chat[..^1].Select(item => (string?)JsonNode.Parse(item.Data)!["choices"]![0]!["delta"]!["content"])).Should().Be(content);

        var messages = await _simulator.Stream(SimulatorClient.Messages, Body(SimulatorClient.Messages, model, true));
        messages[^1].Name.Should().Be("error");
        JsonNode.Parse(messages[^1].Data)!["error"]!["type"]!.GetValue<string>().Should().Be("overloaded_error");
        messages.Should().NotContain(item => item.Name == "message_stop");

        var responses = await _simulator.Stream(SimulatorClient.Responses, Body(SimulatorClient.Responses, model, true));
        responses[^1].Name.Should().Be("response.failed");
        JsonNode.Parse(responses[^1].Data)!["response"]!["error"]!["code"]!.GetValue<string>().Should().Be("server_error");
        responses.Select(item => (int)JsonNode.Parse(item.Data)!["sequence_number"]!).Should().Equal(Enumerable.Range(0, responses.Count));
        responses[0].Name.Should().Be("response.created");
    }

    [Fact]
    public async Task An_error_in_the_stream_is_a_500_when_there_is_no_stream()
    {
        var (status, _) = await _simulator.Post(SimulatorClient.Chat, Body(SimulatorClient.Chat, "sim-error-first", false));
        status.Should().Be(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Garbage_is_neither_text_nor_json()
    {
        using var response = await _simulator.Send(HttpMethod.Post, SimulatorClient.Chat, Body(SimulatorClient.Chat, "sim-garbage", false));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var act = () => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Html_is_a_page_with_status_200()
    {
        using var response = await _simulator.Send(HttpMethod.Post, SimulatorClient.Messages, Body(SimulatorClient.Messages, "sim-html", true));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_big_answer_has_a_megabyte_of_text_whatever_the_limit(string path)
    {
        var body = await _simulator.Ask(path, Body(path, "sim-big", false));
        var text = path switch
        {
            SimulatorClient.Chat => body["choices"]![0]!["message"]!["content"],
            SimulatorClient.Responses => body["output"]![0]!["content"]![0]!["text"],
            _ => body["content"]![0]!["text"],
        };
        ((string)text!).Should().HaveLength(1 << 20);
    }

    [Fact]
    public async Task A_model_without_usage_reports_none()
    {
        (await _simulator.Ask(SimulatorClient.Chat, Body(SimulatorClient.Chat, "sim-no-usage", false)))["usage"].Should().BeNull();
        (await _simulator.Ask(SimulatorClient.Responses, Body(SimulatorClient.Responses, "sim-no-usage", false)))["usage"].Should().BeNull();
        var messages = await _simulator.Ask(SimulatorClient.Messages, Body(SimulatorClient.Messages, "sim-no-usage", false));
        ((int)messages["usage"]!["output_tokens"]!).Should().Be(0);
    }

    [Theory]
    [InlineData("sim-refusal", "stop", "completed", "refusal")]
    [InlineData("sim-filter", "content_filter", "incomplete", "refusal")]
    [InlineData("sim-length", "length", "incomplete", "max_tokens")]
    public async Task An_answer_ends_for_the_reason_that_was_asked_for(string model, string chat, string responses, string messages)
    {
        ((string?)(await _simulator.Ask(SimulatorClient.Chat, Body(SimulatorClient.Chat, model, false)))["choices"]![0]!["finish_reason"]).Should().Be(chat);
        ((string?)(await _simulator.Ask(SimulatorClient.Responses, Body(SimulatorClient.Responses, model, false)))["status"]).Should().Be(responses);
        ((string?)(await _simulator.Ask(SimulatorClient.Messages, Body(SimulatorClient.Messages, model, false)))["stop_reason"]).Should().Be(messages);
    }

    internal static string Body(string path, string model, bool stream, string text = "hello")
    {
        var body = new JsonObject { ["model"] = model, ["stream"] = stream };
        if (path == SimulatorClient.Responses)
        {
            body["input"] = text;
        }
        else
        {
            body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
            body["max_tokens"] = 500;
        }

        return body.ToJsonString();
    }
}
