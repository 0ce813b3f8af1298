// The form of the text that the caller asked for.
using System.Text.Json;

namespace Router.Simulator;

/// <param name="Json">The text must be JSON.</param>
/// <param name="Schema">The schema it must obey; undefined when any JSON will do.</param>
internal readonly record struct OutputForm(bool Json, JsonElement Schema);
