// The kinds of answer that the mock upstream gives.
namespace Router.Tests.Benchmarks;

internal enum MockAnswer
{
    /// <summary>A whole answer at once.</summary>
    Unary,

    /// <summary>A whole answer after a pause.</summary>
    Wait,

    /// <summary>A stream in one write.</summary>
    Burst,

    /// <summary>A stream with a write for each event.</summary>
    Each,

    /// <summary>A stream with a pause after each event.</summary>
    Slow,

    NotFound,
}
