// Who made a piece of reasoning.
namespace Router.Inference;

/// <summary>Signatures and encrypted content are good for their maker alone, and in the dialect they were made in.</summary>
/// <param name="Provider">The provider's configured name.</param>
/// <param name="Model">The provider's own name for the model.</param>
/// <param name="Dialect">The dialect the payload is written in.</param>
internal sealed record ReasoningOrigin(string Provider, string Model, Dialect Dialect);
