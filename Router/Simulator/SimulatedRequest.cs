// What the simulator needs to know of a request, whatever its dialect.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

/// <summary>A request read into the few facts that decide the answer.</summary>
internal sealed record SimulatedRequest
{
    internal required Dialect Dialect { get; init; }

    internal required string Model { get; init; }

    /// <summary>The whole body, for members that an answer echoes.</summary>
    internal required JsonElement Body { get; init; }

    internal required ConversationScan Conversation { get; init; }

    internal bool Stream { get; init; }

    /// <summary>Chat only: the caller asked for usage in the stream.</summary>
    internal bool IncludeUsage { get; init; }

    /// <summary>Chat only: how many answers.</summary>
    internal int Choices { get; init; } = 1;

    /// <summary>Chat only: tools came as <c>functions</c>, so calls go back as <c>function_call</c>.</summary>
    internal bool LegacyFunctions { get; init; }

    internal int? MaxOutputTokens { get; init; }

    internal IReadOnlyList<string> StopSequences { get; init; } = [];

    internal IReadOnlyList<SimulatedTool> Tools { get; init; } = [];

    internal ToolMode ToolMode { get; init; }

    /// <summary>The one tool that must be called, or null.</summary>
    internal string? ForcedTool { get; init; }

    internal bool ParallelCalls { get; init; } = true;

    internal OutputForm Form { get; init; }

    /// <summary>The caller asked for reasoning.</summary>
    internal bool Reasoning { get; init; }

    /// <summary>The text of the reasoning is shown.</summary>
    internal bool ShowReasoning { get; init; }

    /// <summary>Responses only: <c>encrypted_content</c> is wanted.</summary>
    internal bool EncryptedReasoning { get; init; }

    /// <summary>The caller marked something for the prompt cache.</summary>
    internal bool Cached { get; init; }

    internal int InputTokens => TokenEstimate.Input(Conversation);
}
