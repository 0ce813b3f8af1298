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

    /// <summary>An answer of another dialect, in the caller's, that reads as the case says.</summary>
    /// <param name="LosesParts">Parts of it cannot be carried, and an answer that is not a stream says so.</param>
    internal sealed record Carried(bool LosesParts) : Expectation;

    /// <summary>A translated stream that began with this text and broke off, whose error contains the message.</summary>
    internal sealed record Broken(string Text, string Message) : Expectation;

    /// <summary>The upstream's refusal of the request itself, in the envelope of a caller of another dialect.</summary>
    internal sealed record Told(int Status, string Message) : Expectation;

    /// <summary>The made answer, or a refusal that names what of the request no target can carry out.</summary>
    internal sealed record CarriedOrRefused : Expectation;
}
