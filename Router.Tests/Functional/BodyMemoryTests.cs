// The bodies of many requests at once: bounded by their bytes, all together.
using System.Globalization;
using System.Net;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class BodyMemoryTests
{
    private const int Length = 60_000;
    private const int Fitting = 16;
    private const int TooMany = 4;

    [Fact]
    public async Task Bodies_beyond_the_memory_for_them_are_told_to_come_back_and_find_room_when_others_have_ended()
    {
        // A buffer of such a body is 64 KiB, and 16 of them are 1 MiB.
        await using var world = await UpstreamWorld.StartAsync(server: "max_request_bytes: 65536, max_buffered_bytes: 1048576");
        world.First.OnEvery(r => r.AnswerJsonAsync(UpstreamText.Answer));
        var body = UpstreamWorld.Ask.Replace("Say hi.", new string('x', Length - UpstreamWorld.Ask.Length + "Say hi.".Length), StringComparison.Ordinal);
        var callers = new List<RawCaller>();
        var answers = new List<Task<string>>();
        try
        {
            for (var i = 0; i < Fitting + TooMany; i++)
            {
                var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);
                callers.Add(caller);
                await caller.SendAsync(string.Create(CultureInfo.InvariantCulture,
                    $"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-length: {Length}\r\n\r\n{body[..^1]}"));
                answers.Add(caller.ReadUntilAsync("\"message\":"));
            }

            var refused = new List<Task<string>>();
            while (refused.Count < TooMany)
            {
                var next = await Task.WhenAny(answers.Except(refused)).Within();
                refused.Add(next);
                (await next).Should().StartWith("HTTP/1.1 503 ").And.Contain("x-router-error: overloaded")
                    .And.MatchRegex("(?i)\r\nretry-after: 1\r\n");
            }

            for (var i = 0; i < answers.Count; i++)
            {
                if (!refused.Contains(answers[i]))
                {
                    await callers[i].SendAsync("}");
                    (await answers[i]).Should().StartWith("HTTP/1.1 200 ");
                }
            }
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }

        for (var i = 0; i < Fitting + TooMany; i++)
        {
            (await world.AskAsync(body)).Answer.StatusCode.Should().Be(HttpStatusCode.OK, "what ended gave its memory back");
        }

        var rows = await world.Router.RowsAsync();
        rows.Count(row => row.Text("error_code") == "overloaded").Should().Be(TooMany);
        rows.Count(row => row.Text("outcome") == "completed").Should().Be(Fitting + Fitting + TooMany);
    }

    [Fact]
    public async Task Answers_share_the_memory_for_bodies_and_what_finds_no_room_is_told_to_come_back()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2, server: "max_request_bytes: 65536, max_buffered_bytes: 1048576");
        var large = UpstreamText.Answer.Insert(UpstreamText.Answer.LastIndexOf('}'), $",\"x\":\"{new string('x', 2_000_000)}\"");
        world.First.OnNext(r => r.AnswerJsonAsync(large));
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (refused, text) = await world.AskAsync();
        var (served, _) = await world.AskAsync();

        ((int)refused.StatusCode).Should().Be(503);
        UpstreamWorld.ErrorIn(text).Message.Should().StartWith("[overloaded]");
        served.StatusCode.Should().Be(HttpStatusCode.OK);
        world.Second.RequestCount.Should().Be(0, "another target's answer would find no room either");
        var rows = await world.Router.RowsAsync(count: 2);
        rows.Select(row => (row.Text("error_code"), row.Text("usage_source"))).Should().Equal(("overloaded", "none"), (null, "reported"));
    }
}
