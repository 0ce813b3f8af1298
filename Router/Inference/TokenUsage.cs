// What one attempt used, in buckets that do not overlap.
namespace Router.Inference;

/// <summary>
/// Token counts in disjoint buckets; null means "not reported", never 0 (contract section 4, mapping 3.3).
/// <paramref name="Reasoning"/> is inside <paramref name="Output"/> and is the only one that overlaps.
/// </summary>
/// <param name="Input">Uncached input only.</param>
/// <param name="CacheRead">Input read from a cache.</param>
/// <param name="CacheWrite">Input written to the short-lived cache.</param>
/// <param name="CacheWrite1h">Input written to the one-hour cache.</param>
/// <param name="Output">All output, reasoning included.</param>
/// <param name="Reasoning">Of the output, the reasoning.</param>
internal readonly record struct TokenUsage(
    long? Input = null,
    long? CacheRead = null,
    long? CacheWrite = null,
    long? CacheWrite1h = null,
    long? Output = null,
    long? Reasoning = null)
{
    /// <summary>What the sum of a service has more than input and output together; null when it has no more, or is not reported.</summary>
    internal long? BesideOutput { get; init; }

    /// <summary>True when nothing at all was reported.</summary>
    internal bool IsEmpty =>
        Input is null && CacheRead is null && CacheWrite is null && CacheWrite1h is null && Output is null && Reasoning is null;

    /// <summary>The same where a target counted reasoning beside the output it belongs to (trait <c>totalExcludesReasoning</c>).</summary>
    internal TokenUsage WithReasoningInOutput() =>
        Output is { } output && (BesideOutput ?? Reasoning) is { } beside
            ? this with { Output = output + beside, Reasoning = Reasoning ?? beside, BesideOutput = null }
            : this;

    /// <summary>The same of a stream that did not reach its end: until then a zero may stand for what is not known yet (mapping 4.4).</summary>
    internal TokenUsage BeforeEnd()
    {
        var known = Input > 0 || CacheRead > 0 || CacheWrite > 0 || CacheWrite1h > 0 ? this : new TokenUsage(Output: Output, Reasoning: Reasoning);
        return Output > 0 ? known : known with { Output = null, Reasoning = null };
    }
}
