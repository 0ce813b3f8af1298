// What one request holds while it is served.
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Router.Dialects;
using Router.Inference;
using Router.Relay;
using Router.Tests.Support;
using Router.Wire;
using Xunit;

namespace Router.Tests.Relay;

public sealed class ExchangeTests
{
    [Fact]
    public void A_body_is_kept_for_another_attempt_until_content_was_sent_and_no_longer()
    {
        using var exchange = new Exchange(
            new DefaultHttpContext(), DialectAdapters.Of(Dialect.OpenAIChat), "chat.completions", null!, "req_1", null!, new ManualTimeProvider());
        exchange.Body = new PooledBuffer();
        exchange.Body.TryWrite("{}"u8);
        exchange.Body.Length.Should().Be(2);

        exchange.ContentSent();

        exchange.Body.Length.Should().Be(0);
    }
}
