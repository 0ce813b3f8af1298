// The two forms of a moment.
using FluentAssertions;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class UtcTextTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z")]
    [InlineData(1_793_527_200_250, "2026-11-01T10:00:00Z", "2026-11-01T10:00:00.250Z")]
    [InlineData(1_793_527_200_999, "2026-11-01T10:00:00Z", "2026-11-01T10:00:00.999Z")]
    public void A_moment_is_written_to_the_second_or_with_three_digits_more(long milliseconds, string second, string exact)
    {
        UtcText.OfMilliseconds(milliseconds).Should().Be(second);
        UtcText.Exact(milliseconds).Should().Be(exact);
    }
}
