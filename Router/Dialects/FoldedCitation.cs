// A source of a folded text part.
namespace Router.Dialects;

/// <summary><see cref="Inference.AnswerCitation"/>, kept; texts are escaped.</summary>
internal sealed record FoldedCitation(ReadOnlyMemory<byte> Url, ReadOnlyMemory<byte> Title, long? Start, long? End);
