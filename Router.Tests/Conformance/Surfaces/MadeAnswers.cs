// Answers of one surface that recordings lack, for the ways in which an upstream fails.
namespace Router.Tests.Conformance.Surfaces;

/// <param name="Preamble">The events before the first content; empty where there are no streams.</param>
/// <param name="Content">One event of content.</param>
/// <param name="Failure">The event that ends a failed stream.</param>
/// <param name="CutBody">A whole answer, cut off within its text.</param>
/// <param name="Refusal">The body of an error with any status.</param>
internal sealed record MadeAnswers(string Preamble, string Content, string Failure, string CutBody, string Refusal);
