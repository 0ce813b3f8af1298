// A short fuzz with every run of the tests; the verb makes longer ones, on recordings.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Fuzz;

public sealed class FuzzTests
{
    [Fact]
    public async Task Damaged_streams_break_neither_the_framer_nor_the_readers()
    {
        var executed = 0;

        var held = await FuzzLoop.RunAsync("streams", 2_000, seed: 7, random =>
        {
            executed++;
            var fault = new EventStreamFuzz(StreamMutator.MadeUp).Fault(random);
            fault.Should().BeNull();
            return fault;
        }, CancellationToken.None);

        (held, executed).Should().Be((true, 2_000));
    }

    [Fact]
    public async Task A_fault_and_an_exception_both_fail_the_loop()
    {
        (await FuzzLoop.RunAsync("faults", 10, seed: 7, _ => "a fault", CancellationToken.None)).Should().BeFalse();
        (await FuzzLoop.RunAsync("exceptions", 10, seed: 7, _ => throw new InvalidOperationException("unhandled"), CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public void An_execution_can_be_made_again_from_its_number_alone() =>
        Input(7).Should().Equal(Input(7)).And.NotEqual(Input(8));

    private static byte[] Input(int seed) => StreamMutator.Next(StreamMutator.MadeUp, FuzzLoop.RandomOf(seed, 11));
}
