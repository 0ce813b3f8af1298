// What a piece of fuzzed input is.
namespace Router.Tests.Fuzz;

internal enum FuzzKind
{
    /// <summary>A request's body.</summary>
    Request,

    /// <summary>A whole answer's body.</summary>
    Answer,

    /// <summary>The bytes of an event stream.</summary>
    Stream,
}
