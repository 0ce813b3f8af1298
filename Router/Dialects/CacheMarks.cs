// Where a caller wants its prompt cache to end and no writer of the OpenAI dialects looks.
using Router.Inference;

namespace Router.Dialects;

/// <summary>The marks on texts and media are reported where these are written.</summary>
internal static class CacheMarks
{
    /// <summary>True when a call, a result or a part of a result is marked.</summary>
    internal static bool AreOnCalls(InferenceRequest request) => request.Turns.Any(turn => turn.Parts.Any(part => part switch
    {
        TurnPart.ToolCall call => call.CacheMark,
        TurnPart.ToolResult result => result.CacheMark || result.Content.Any(one => one.CacheMark),
        _ => false,
    }));
}
