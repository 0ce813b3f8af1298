// The places of requests, and the stop that waits for them.
using FluentAssertions;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Relay;

public sealed class ServiceStateTests
{
    [Fact]
    public async Task A_stop_does_not_wait_for_a_request_that_ends_in_the_same_instant()
    {
        // Within some nanoseconds, so it takes many tries until what may go wrong does.
        var services = new ServiceState[100_000];
        for (var round = 0; round < services.Length; round++)
        {
            services[round] = new ServiceState(100);
            services[round].TryEnter();
        }

        var stops = new Task[services.Length];
        var (here, there) = (0, 0);
        var leaving = Task.Run(() =>
        {
            for (var round = 0; round < services.Length; round++)
            {
                Meet(ref there, ref here);
                Thread.SpinWait(round % 8);
                services[round].Leave();
            }
        });
        for (var round = 0; round < services.Length; round++)
        {
            Meet(ref here, ref there);
            stops[round] = services[round].DrainAsync(TimeSpan.Zero, TimeProvider.System);
        }

        await leaving;
        var stopping = async () => await Task.WhenAll(stops).Within();
        await stopping.Should().NotThrowAsync();
    }

    /// <summary>Returns on both threads at once.</summary>
    private static void Meet(ref int mine, ref int other)
    {
        var round = Volatile.Read(ref mine) + 1;
        Interlocked.Increment(ref mine);
        var waiting = default(SpinWait);
        while (Volatile.Read(ref other) < round)
        {
            waiting.SpinOnce(sleep1Threshold: -1);
        }
    }
}
