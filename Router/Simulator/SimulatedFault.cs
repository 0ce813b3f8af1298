// One row of the fault table.
namespace Router.Simulator;

/// <summary>A fault, the model name that asks for it, and what it does, in a sentence for the operator.</summary>
internal sealed record SimulatedFault(string Model, FaultKind Kind, string Does);
