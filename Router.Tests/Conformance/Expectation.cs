// What the caller must get for one upstream answer.
namespace Router.Tests.Conformance;

internal abstract record Expectation
{
    /// <summary>The upstream's status and exactly these bytes.</summary>
    internal sealed record Same(int Status, byte[] Body) : Expectation;

    /// <summary>A clean error of the router with one of these codes.</summary>
    /// <param name="RetryAfter">The answer must say when to come again.</param>
    internal sealed record RouterError(int Status, bool RetryAfter, params string[] Codes) : Expectation;

    /// <summary>A count of tokens that the router estimated, and says so.</summary>
    internal sealed record Estimate : Expectation;

    /// <summary>A stream that began: these bytes, then the events with which the router ends a failed stream, whose message contains the text.</summary>
    internal sealed record ErrorEvent(byte[] Before, string Message) : Expectation;
}
