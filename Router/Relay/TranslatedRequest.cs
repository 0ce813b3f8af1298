// A request as it goes to one target of another dialect.
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Relay;

/// <param name="Profile">The target.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Names">The way back to the caller's own names of tools.</param>
/// <param name="Losses">What could not be carried; when any is refused, nothing may be sent.</param>
internal sealed record TranslatedRequest(TargetProfile Profile, PooledBuffer Body, ToolNames Names, LossList Losses) : IDisposable
{
    /// <summary>The body holds reasoning that a provider may reject.</summary>
    internal bool HasReasoning(InferenceRequest request) =>
        request.Turns.Any(turn => turn.Parts.Any(part => part is TurnPart.Reasoning reasoning && Profile.OwnOf(reasoning) is not null));

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();
}
