// An id in a request that names something its provider keeps.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Callers share a provider's account, so such an id passes only when it is recorded as the caller's own. Read by
/// <see cref="ChatForeignIds"/>, <see cref="ResponsesForeignIds"/> and <see cref="MessagesForeignIds"/>.
/// </summary>
/// <param name="Value">Decoded; empty when what stands there is no text, which no record is of.</param>
/// <param name="Offset">Where the value stands in the body; <see cref="JsonPath"/> tells it in words.</param>
internal readonly record struct ForeignId(StoredIdKind Kind, string Value, int Offset);
