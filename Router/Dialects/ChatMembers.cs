// The members of a Chat Completions request that the router looks at.
using Router.Wire;

namespace Router.Dialects;

/// <summary>Each is null when the body does not have it.</summary>
internal readonly struct ChatMembers
{
    internal ChatMembers(ReadOnlySpan<byte> body, List<TopLevelMember> members)
    {
        foreach (var member in members)
        {
            if (member.IsNamed(body, "model"u8))
            {
                Model = member;
            }
            else if (member.IsNamed(body, "messages"u8))
            {
                Messages = member;
            }
            else if (member.IsNamed(body, "stream"u8))
            {
                Stream = member;
            }
            else if (member.IsNamed(body, "stream_options"u8))
            {
                StreamOptions = member;
            }
            else if (member.IsNamed(body, "max_completion_tokens"u8))
            {
                MaxCompletionTokens = member;
            }
            else if (member.IsNamed(body, "max_tokens"u8))
            {
                MaxTokens = member;
            }
            else if (member.IsNamed(body, "n"u8))
            {
                AnswerCount = member;
            }
            else if (member.IsNamed(body, "tools"u8))
            {
                Tools = member;
            }
            else if (member.IsNamed(body, "functions"u8))
            {
                Functions = member;
            }
            else if (member.IsNamed(body, "parallel_tool_calls"u8))
            {
                ParallelToolCalls = member;
            }
            else if (member.IsNamed(body, "response_format"u8))
            {
                ResponseFormat = member;
            }
            else if (member.IsNamed(body, "reasoning_effort"u8))
            {
                ReasoningEffort = member;
            }
        }
    }

    internal TopLevelMember? Model { get; }

    internal TopLevelMember? Messages { get; }

    internal TopLevelMember? Stream { get; }

    internal TopLevelMember? StreamOptions { get; }

    internal TopLevelMember? MaxCompletionTokens { get; }

    internal TopLevelMember? MaxTokens { get; }

    internal TopLevelMember? AnswerCount { get; }

    internal TopLevelMember? Tools { get; }

    internal TopLevelMember? Functions { get; }

    internal TopLevelMember? ParallelToolCalls { get; }

    internal TopLevelMember? ResponseFormat { get; }

    internal TopLevelMember? ReasoningEffort { get; }
}
