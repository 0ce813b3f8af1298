// A web page that a text part cites.
namespace Router.Inference;

/// <summary>Texts are <see cref="TextForm.Escaped"/> and good for one call.</summary>
internal readonly ref struct AnswerCitation(ReadOnlySpan<byte> url, ReadOnlySpan<byte> title)
{
    internal ReadOnlySpan<byte> Url { get; } = url;

    internal ReadOnlySpan<byte> Title { get; } = title;

    /// <summary>First character of the part's own text (counted in UTF-16 units) that it is for; null when it is for the whole part.</summary>
    internal long? Start { get; init; }

    /// <summary>The character after its last.</summary>
    internal long? End { get; init; }
}
