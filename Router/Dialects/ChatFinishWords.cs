// The words of finish_reason, OpenAI's and those of vendors.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The rows of mapping 3.1, and the words by which vendors say that there is no answer.</summary>
internal static class ChatFinishWords
{
    /// <summary>Why the answer ended; null for a word that is not known.</summary>
    internal static FinishReason? Read(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("stop"u8) ? FinishReason.Stop
        : word.SequenceEqual("length"u8) || word.SequenceEqual("model_length"u8) ? FinishReason.Length
        : word.SequenceEqual("tool_calls"u8) || word.SequenceEqual("function_call"u8) ? FinishReason.ToolCalls
        : word.SequenceEqual("content_filter"u8) || word.SequenceEqual("sensitive"u8) ? FinishReason.ContentFilter
        : null;

    /// <summary>The failure that a choice ends with instead of an end; null when it is none.</summary>
    /// <param name="word">Of <c>finish_reason</c>.</param>
    /// <param name="error">What the choice says of it.</param>
    internal static UpstreamErrorFacts? FailureOf(ReadOnlySpan<byte> word, UpstreamErrorFacts? error) =>
        word.SequenceEqual("error"u8) || word.SequenceEqual("network_error"u8) || word.SequenceEqual("insufficient_system_resource"u8)
            ? error ?? new UpstreamErrorFacts($"the answer ended with finish_reason '{JsonText.Decode(word)}'")
            : null;
}
