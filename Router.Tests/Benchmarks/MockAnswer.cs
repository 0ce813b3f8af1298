// The kinds of answer that the mock upstream gives.
namespace Router.Tests.Benchmarks;

/// <summary>A request asks for one by its name after <c>mock:</c>; see <see cref="MockAnswerWords"/>.</summary>
internal enum MockAnswer
{
    /// <summary>A whole answer at once.</summary>
    Whole,

    /// <summary>A whole answer after a pause.</summary>
    Wait,

    /// <summary>A stream in one write.</summary>
    Burst,

    /// <summary>A stream with a write for each event.</summary>
    Each,

    /// <summary>A stream with a short pause after each event from the first with text on.</summary>
    Slow,

    /// <summary>A stream whose text comes one event a second, as from a slow model.</summary>
    Drip,
}
