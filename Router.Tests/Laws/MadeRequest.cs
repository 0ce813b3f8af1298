// The body of a made-up request.
using System.Text;
using Router.Inference;

namespace Router.Tests.Laws;

/// <param name="Dialect">What it is written in.</param>
/// <param name="Body">One JSON object.</param>
/// <param name="Dice">For whatever else a law leaves to chance.</param>
internal sealed record MadeRequest(Dialect Dialect, byte[] Body, int Dice)
{
    /// <summary>Requests that are one value less than this one.</summary>
    public IEnumerable<MadeRequest> Smaller() =>
        from range in Enumerable.Reverse(JsonRanges.Of(Body)).Skip(1)
        select this with { Body = JsonRanges.Without(Body, range.Start, range.End) };

    /// <inheritdoc/>
    public override string ToString() => $"{Dialect}: {Encoding.UTF8.GetString(Body)}";
}
