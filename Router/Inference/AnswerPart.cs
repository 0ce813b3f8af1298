// How a part of an answer begins.
namespace Router.Inference;

/// <param name="Kind">What it is.</param>
/// <param name="CallId">Of a call: the id that the result will name, unchanged.</param>
/// <param name="Tool">Of a call: the tool. A reader fills in the name that the target used; <c>ToolRestore</c> puts the caller's back.</param>
internal readonly record struct AnswerPart(AnswerPartKind Kind, string? CallId = null, ToolReference? Tool = null);
