// What the router must know of a whole answer.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Read from the body of a unary 200 in one pass; the body itself is passed on as it is.</summary>
/// <param name="Valid">False when the body is not a whole answer of the dialect: not JSON, cut off, not an object, no answer in it.</param>
/// <param name="Fault">Why it is not valid, without any text of the body.</param>
/// <param name="Usage">What the upstream counted.</param>
/// <param name="UpstreamCostNano">What the upstream says it cost, in nano-dollars.</param>
/// <param name="ModelStart">Where the value of the top-level <c>model</c> stands, quotes included; -1 when there is none.</param>
/// <param name="ModelLength">Its length in bytes.</param>
/// <param name="Error">The error, when the 200 is one after all.</param>
/// <param name="ContentBytes">Bytes of text, reasoning and tool arguments, for an estimate when usage is missing.</param>
/// <param name="Created">The ids under which the provider keeps what the answer created; null when there are none.</param>
internal readonly record struct AnswerFacts(
    bool Valid,
    string? Fault,
    TokenUsage Usage,
    long? UpstreamCostNano,
    int ModelStart,
    int ModelLength,
    UpstreamErrorFacts? Error,
    long ContentBytes = 0,
    IReadOnlyCollection<StoredId>? Created = null)
{
    /// <summary>A body that is no answer; what it counted is still accounted for.</summary>
    internal static AnswerFacts Invalid(string fault, UpstreamErrorFacts? error, TokenUsage usage, long? cost) =>
        new(false, fault, usage, cost, -1, 0, error);
}
