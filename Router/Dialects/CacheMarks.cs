// Where a caller wants its prompt cache to end, in the OpenAI dialects.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Parts of what users and systems say can be marked; marks on anything else are reported.</summary>
internal static class CacheMarks
{
    /// <summary>True when a part is marked for a target that looks at marks.</summary>
    internal static bool AreRead(TurnPart part, TargetTraits traits) => part.CacheMark && traits.CacheBreakpoints;

    /// <summary>Writes the mark of a part that has one as the last member of its object.</summary>
    internal static void Write(JsonOutput json, TurnPart part, TargetTraits traits, LossReport report)
    {
        if (AreRead(part, traits))
        {
            json.Name("prompt_cache_breakpoint"u8);
            json.Raw("{\"mode\":\"explicit\"}"u8);
        }
        else if (part.CacheMark)
        {
            report.Lose(LossRule.CacheMark);
        }
    }

    /// <summary>A part of a result, whose mark <see cref="AreOnCalls"/> reports.</summary>
    internal static TurnPart Without(TurnPart part) => part.CacheMark ? part with { CacheMark = false } : part;

    /// <summary>True when a call, a result or a part of a result is marked.</summary>
    internal static bool AreOnCalls(InferenceRequest request) => request.Turns.Any(turn => turn.Parts.Any(part => part switch
    {
        TurnPart.ToolCall call => call.CacheMark,
        TurnPart.ToolResult result => result.CacheMark || result.Content.Any(one => one.CacheMark),
        _ => false,
    }));
}
