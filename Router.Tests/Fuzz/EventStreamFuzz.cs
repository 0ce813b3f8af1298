// Damaged event streams against the framer and the readers of the dialects.
namespace Router.Tests.Fuzz;

/// <param name="corpus">Streams to damage.</param>
internal sealed class EventStreamFuzz(IReadOnlyList<byte[]> corpus)
{
    /// <summary>One execution; says what does not hold and for which input, or null.</summary>
    public string? Fault(Random random)
    {
        var stream = StreamMutator.Next(corpus, random);
        return (FramerCheck.Fault(stream, random) ?? DialectCheck.Fault(stream, random)) is { } fault
            ? $"{fault}\ninput: {Convert.ToHexStringLower(stream)}"
            : null;
    }
}
