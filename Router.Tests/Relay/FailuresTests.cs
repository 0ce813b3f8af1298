// What the failures of an attempt allow next.
using FluentAssertions;
using Router.Relay;
using Router.Upstreams;
using Xunit;

namespace Router.Tests.Relay;

public sealed class FailuresTests
{
    [Fact]
    public void A_forbidden_address_is_not_tried_again_and_another_target_is()
    {
        var failure = Failures.Of(new UpstreamFault(UpstreamFaultKind.ForbiddenAddress, Sent: false));

        (failure.MayRetrySame, failure.IsLast).Should().Be((false, false));
        Failures.Of(new UpstreamFault(UpstreamFaultKind.Connect, Sent: false)).MayRetrySame.Should().BeTrue();
    }
}
