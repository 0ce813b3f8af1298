// What an answer writer may use besides the events.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Everything that is handed in, so that writers need no clock, no randomness and no configuration.</summary>
/// <param name="Request">What was asked: some dialects repeat it, and some of it decides the answer's form.</param>
/// <param name="RequestId">The router's id of the request, for error events.</param>
/// <param name="Seed">32 lower-case hex digits, different for each answer: what its ids are made of.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="Model">The model's name when the upstream gives none.</param>
/// <param name="Origin">Who makes the answer's reasoning.</param>
/// <param name="Seal">Seals it for the caller.</param>
/// <param name="Losses">Gets what could not be carried.</param>
internal sealed record AnswerContext(
    InferenceRequest Request,
    string RequestId,
    string Seed,
    long CreatedAt,
    string Model,
    ReasoningOrigin Origin,
    ReasoningSeal Seal,
    LossList Losses)
{
    /// <summary>Shown instead of what the upstream calls its model, when callers are to see the group's name alone.</summary>
    internal string? ShownModel { get; init; }

    /// <summary>Reports a loss on the way from the upstream's dialect to the caller's.</summary>
    internal LossReport Report => new(Origin.Dialect, Request.Source, Losses);

    /// <summary>The name of the model that goes into the answer.</summary>
    internal string ModelOf(in AnswerStart start) => ShownModel ?? start.Model ?? Model;
}
