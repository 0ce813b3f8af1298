// Losses are kept once each, and never without bound.
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Inference;

public sealed class LossListTests
{
    [Fact]
    public void A_loss_is_kept_once_however_often_it_occurs()
    {
        var losses = new LossList();
        losses.Add(new Loss("seed", Fate.Ignored, "why"));
        losses.Add(new Loss("seed", Fate.Ignored, "why"));
        losses.Add(new Loss("seed", Fate.Approximated, "why"));

        losses.Losses.Should().HaveCount(2);
        losses.Paths(Fate.Ignored).Should().Equal("seed");
        losses.AnyRefused.Should().BeFalse();
    }

    [Fact]
    public void Behind_the_bound_losses_are_counted_and_a_refusal_still_refuses()
    {
        var losses = new LossList();
        for (var number = 0; number < LossList.MostEntries; number++)
        {
            losses.Add(new Loss($"field{number}", Fate.Ignored, "why"));
        }

        losses.Add(new Loss("field0", Fate.Ignored, "why"));
        losses.Beyond.Should().Be(0);
        losses.Add(new Loss("last", Fate.Refused, "why"));

        losses.Losses.Should().HaveCount(LossList.MostEntries);
        losses.Beyond.Should().Be(1);
        losses.AnyRefused.Should().BeTrue();
    }
}
