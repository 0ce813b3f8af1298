// A text as it was written between the quotes of a JSON string.
namespace Router.Inference;

/// <summary>
/// A slice of a body that must outlive it. Kept escaped, so that it is copied and not decoded, and lone surrogates, the choice of
/// escapes and every other detail survive. It holds a caller's words: it is never logged.
/// </summary>
internal readonly record struct RawText(ReadOnlyMemory<byte> Escaped)
{
    /// <summary>No text at all.</summary>
    internal bool IsEmpty => Escaped.IsEmpty;

    /// <inheritdoc cref="Escaped"/>
    internal ReadOnlySpan<byte> Span => Escaped.Span;
}
