// A source of a folded text part.
namespace Router.Dialects;

/// <summary><see cref="Inference.AnswerCitation"/>, kept; texts are escaped.</summary>
internal sealed record FoldedCitation(ReadOnlyMemory<byte> Url, ReadOnlyMemory<byte> Title, long? Start, long? End)
{
    /// <summary>About what the objects of one take beside its texts.</summary>
    private const int ObjectBytes = 160;

    /// <summary>Bytes of memory it takes.</summary>
    internal long HeldBytes => Url.Length + Title.Length + ObjectBytes;

    internal static FoldedCitation Of(in Inference.AnswerCitation citation) =>
        new(citation.Url.ToArray(), citation.Title.ToArray(), citation.Start, citation.End);
}
