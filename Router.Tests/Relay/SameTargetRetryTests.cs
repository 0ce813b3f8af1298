// When the same target is tried again.
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Relay;

public sealed class SameTargetRetryTests
{
    private static readonly AttemptResult Failed = new(AttemptEnd.Failed)
    {
        Failure = new AttemptFailure(new RouterError(ErrorCode.UpstreamFailed, "no"), "connect", MayRetrySame: true),
    };

    [Fact]
    public async Task No_attempt_begins_behind_the_deadline_though_its_wait_began_before()
    {
        var clock = new ManualTimeProvider();
        using var exchange = new Exchange(new DefaultHttpContext(), DialectAdapters.Of(Dialect.OpenAIChat), "chat.completions", null!, "req_1", null!, clock)
        {
            Group = new ModelGroup
            {
                Name = "chat",
                Aliases = [],
                Strategy = RoutingStrategy.Failover,
                Targets = [],
                Retry = new RetryPolicy(3, TimeSpan.FromMilliseconds(500)),
            },
        };
        var attempts = 0;

        var running = new SameTargetRetry(clock, () => 0.5).RunAsync(exchange, Failed, () =>
        {
            attempts++;
            return ValueTask.FromResult(Failed);
        }).AsTask();
        foreach (var wait in new[] { 100, 200, 400 })
        {
            await clock.WhenArmedAsync(TimeSpan.FromMilliseconds(wait));
            clock.Advance(TimeSpan.FromMilliseconds(wait));
        }

        (await running.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeSameAs(Failed);
        attempts.Should().Be(2, "the third would have begun after 700 ms");
    }
}
