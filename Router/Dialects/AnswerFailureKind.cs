// The ways in which an answer fails.
namespace Router.Dialects;

/// <summary>The kinds of <see cref="AnswerFailure"/>.</summary>
internal enum AnswerFailureKind
{
    /// <summary>The upstream said so itself.</summary>
    Reported,

    /// <summary>Bytes that are not of the dialect.</summary>
    Garbage,

    /// <summary>An end without the dialect's own end.</summary>
    Truncated,

    /// <summary>A whole answer of the dialect that no other dialect can tell.</summary>
    Untranslatable,
}
