// What the failures of an attempt allow next.
using FluentAssertions;
using Router.Dialects;
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

    /// <summary>A gateway that began its answer too early tells the status that it would have had as the code of the error.</summary>
    [Theory]
    [InlineData("401", "upstream_auth_failed")]
    [InlineData("402", "upstream_quota")]
    [InlineData("429", "upstream_rate_limited")]
    [InlineData("503", "upstream_capacity")]
    [InlineData("504", "upstream_timeout")]
    [InlineData("502", "upstream_failed")]
    public void An_error_inside_an_answer_is_what_its_status_would_have_been(string code, string told)
    {
        var failure = Failures.OfInStreamError(new UpstreamErrorFacts("words", null, code));

        (failure.Error.Code.Name, failure.Class, failure.MayRetrySame).Should().Be((told, "stream_error", false));
        failure.Error.Message.Contains("words", StringComparison.Ordinal).Should().Be(code != "401");
    }
}
