// One name or value of a JSON text.
using System.Text.Json;

namespace Router.Wire;

/// <param name="Kind">Objects and arrays go by their opening token.</param>
/// <param name="IsEscaped">A name or string with an escape in it.</param>
/// <param name="Start">Where in the text it begins; of a name and a string the inside.</param>
/// <param name="Length">Bytes of it, and of all that it holds.</param>
/// <param name="Next">The node behind it and all that it holds.</param>
internal readonly record struct JsonTreeNode(JsonTokenType Kind, bool IsEscaped, int Start, int Length, int Next);
