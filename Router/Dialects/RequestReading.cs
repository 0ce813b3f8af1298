// What a request reader may use besides the body.
using System.Collections.Frozen;
using Router.Inference;

namespace Router.Dialects;

/// <param name="Seal">Opens the reasoning that a caller sends back.</param>
internal sealed record RequestReading(ReasoningSeal Seal)
{
    /// <summary>
    /// Names of unknown top-level members that configuration allows to be left out: they are <see cref="LossRule.AgentField"/> instead of
    /// <see cref="LossRule.UnknownField"/>.
    /// </summary>
    internal FrozenSet<string> Ignorable { get; init; } = [];

    /// <summary>The request came to a path that only counts its input.</summary>
    internal bool CountOnly { get; init; }
}
