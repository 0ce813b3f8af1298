// One JSON value as it was written.
namespace Router.Inference;

/// <summary>
/// A slice of a body that must outlive it: key order, number notation and white space are the caller's. Schemas, labels and whatever
/// else the router has no business to understand are of this type.
/// </summary>
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <inheritdoc cref="Utf8"/>
    internal ReadOnlySpan<byte> Span => Utf8.Span;
}
