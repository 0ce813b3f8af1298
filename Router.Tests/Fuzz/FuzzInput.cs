// Input for the translators.
using Router.Inference;

namespace Router.Tests.Fuzz;

/// <param name="Kind">What it is.</param>
/// <param name="Dialect">What it is written in, or was before it was damaged.</param>
/// <param name="Bytes">The input itself.</param>
internal sealed record FuzzInput(FuzzKind Kind, Dialect Dialect, byte[] Bytes);
