// A short fuzz with every run of the tests; the verb makes longer ones, on recordings.
using System.Text;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Fuzz;

public sealed class FuzzTests
{
    [Fact]
    public void Damaged_streams_break_neither_the_framer_nor_the_readers()
    {
        var run = new FuzzRun(StreamMutator.MadeUp, seed: 7);
        using var patience = new CancellationTokenSource(Patience.Limit);

        var fault = run.Run(2_000, patience.Token);

        fault.Should().BeNull($"the input is {Encoding.Latin1.GetString(run.InputOf(run.Number))}");
        run.Number.Should().Be(2_000);
    }

    [Fact]
    public void An_execution_can_be_made_again_from_its_number_alone() =>
        new FuzzRun(StreamMutator.MadeUp, seed: 7).InputOf(11).Should().Equal(new FuzzRun(StreamMutator.MadeUp, seed: 7).InputOf(11))
            .And.NotEqual(new FuzzRun(StreamMutator.MadeUp, seed: 8).InputOf(11));
}
