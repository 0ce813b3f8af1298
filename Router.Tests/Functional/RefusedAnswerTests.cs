// Answers with an error status that come odd: with waits of every form, stalled, or with the provider's key in their words.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class RefusedAnswerTests
{
    [Theory]
    [InlineData("req_1", "req_1")]
    [InlineData("req_\u001b[31m", "-")]
    [InlineData("sk-0123456789abcdef", "[redacted]")]
    [InlineData(null, "-")]
    public async Task The_log_holds_an_upstreams_id_only_when_it_looks_like_one(string? id, string logged)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 500, ("x-request-id", id ?? new string('y', 129))));

        await world.AskAsync();

        world.Router.LogLines.Should().ContainSingle(line => line.Message.Contains("its own id is", StringComparison.Ordinal))
            .Which.Message.Should().EndWith($"its own id is {logged}.");
    }

}
