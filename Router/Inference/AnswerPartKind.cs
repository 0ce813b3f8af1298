// What a part of an answer is.
namespace Router.Inference;

/// <summary>The kinds of <see cref="AnswerPart"/>.</summary>
internal enum AnswerPartKind
{
    Text,

    /// <summary>Without pieces when nothing of it is shown.</summary>
    Reasoning,

    /// <summary>The model says no, in a place of its own (Chat and Responses).</summary>
    Refusal,

    /// <summary>A call of a function or a custom tool; which one, its <see cref="AnswerPart.Tool"/> says.</summary>
    Call,
}
