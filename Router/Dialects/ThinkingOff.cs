// Turns thinking off in a caller's body when the thinking that a service wants to see is left out of it.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// A Messages service that thinks wants the last loop of tools to begin with its thinking (mapping 2.6). Where that was left out, the request
/// goes out without thinking, and without the wish to clear it from the context, which a service refuses then. A loop that lost nothing is the
/// caller's, and the provider's to judge.
/// </summary>
internal static class ThinkingOff
{
    private static readonly byte[] Disabled = """{"type":"disabled"}"""u8.ToArray();

    /// <summary>The edits besides those that leave reasoning out; none when thinking can stay as it is.</summary>
    /// <param name="cuts">What takes reasoning out of <c>messages</c>, sorted.</param>
    /// <param name="canSwitchOff">The model takes the word for it; one that does not is told nothing.</param>
    internal static IReadOnlyList<JsonEdit> Of(ReadOnlySpan<byte> body, IReadOnlyList<JsonEdit> cuts, bool canSwitchOff)
    {
        if (cuts.Count == 0
            || !RequestMembers.TryScan(body, out var members, out _)
            || members["thinking"u8] is not { } thinking
            || !IsOn(members.TextAt(thinking, "type"u8))
            || members["messages"u8] is not { Kind: JsonTokenType.StartArray } messages
            || LastLoopBeginsWithThinking(body, messages, cuts) != false)
        {
            return [];
        }

        List<JsonEdit> edits = [canSwitchOff ? new JsonEdit(thinking.ValueStart, thinking.ValueLength, Disabled) : members.Without(thinking)];
        if (members["context_management"u8] is { } management)
        {
            edits.AddRange(ReasoningEdits.Clearing(body, management));
        }

        return edits;
    }

    private static bool IsOn(ReadOnlySpan<byte> type) => type.SequenceEqual("enabled"u8) || type.SequenceEqual("adaptive"u8);

    /// <summary>As <see cref="MessagesConversation.LastLoopBeginsWithThinking"/> says it of a request that is written anew.</summary>
    private static bool? LastLoopBeginsWithThinking(ReadOnlySpan<byte> body, TopLevelMember messages, IReadOnlyList<JsonEdit> cuts)
    {
        bool? begins = null;
        bool endsInUser = true, endsInResults = false;
        var cut = 0;
        var reader = new JsonReader(messages.ValueIn(body));
        reader.Read();
        while (reader.NextElement())
        {
            var isCut = IsCut(messages.ValueStart + reader.TokenStart);
            var (isUser, isAssistant, hasResults, hasThinkingFirst) = ReadMessage(ref reader);
            if (isCut || !(isUser || isAssistant))
            {
                continue;
            }

            if (isAssistant && endsInUser && !(endsInResults && begins is not null))
            {
                begins = hasThinkingFirst;
            }

            // Neighbours of one role are one turn.
            endsInResults = hasResults || (isUser && endsInUser && endsInResults);
            endsInUser = isUser;
        }

        return endsInUser && endsInResults ? begins : null;

        (bool IsUser, bool IsAssistant, bool HasResults, bool HasThinkingFirst) ReadMessage(ref JsonReader reader)
        {
            bool isUser = false, isAssistant = false, hasResults = false, hasThinkingFirst = false;
            if (reader.Enter(JsonTokenType.StartObject))
            {
                while (reader.NextMember())
                {
                    if (reader.Is("role"u8))
                    {
                        var role = reader.ReadText();
                        (isUser, isAssistant) = (role.SequenceEqual("user"u8), role.SequenceEqual("assistant"u8));
                    }
                    else if (reader.Is("content"u8))
                    {
                        reader.Read();
                        (hasResults, hasThinkingFirst) = ReadContent(ref reader);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }
            }

            return (isUser, isAssistant, hasResults, hasThinkingFirst);
        }

        (bool HasResults, bool HasThinkingFirst) ReadContent(ref JsonReader reader)
        {
            bool hasResults = false, hasThinkingFirst = false, isFirst = true;
            if (reader.Enter(JsonTokenType.StartArray))
            {
                while (reader.NextElement())
                {
                    var isCut = IsCut(messages.ValueStart + reader.TokenStart);
                    var type = ReadType(ref reader);
                    hasResults |= type.SequenceEqual("tool_result"u8);
                    if (!isCut)
                    {
                        hasThinkingFirst |= isFirst && (type.SequenceEqual("thinking"u8) || type.SequenceEqual("redacted_thinking"u8));
                        isFirst = false;
                    }
                }
            }

            return (hasResults, hasThinkingFirst);
        }

        // Asked of one place after the other.
        bool IsCut(int place)
        {
            while (cut < cuts.Count && cuts[cut].End <= place)
            {
                cut++;
            }

            return cut < cuts.Count && cuts[cut].Start <= place;
        }
    }

    /// <summary>The type of a block, as written; leaves the reader at the block's end.</summary>
    private static ReadOnlySpan<byte> ReadType(ref JsonReader reader)
    {
        ReadOnlySpan<byte> type = default;
        if (reader.Enter(JsonTokenType.StartObject))
        {
            while (reader.NextMember())
            {
                if (reader.Is("type"u8))
                {
                    type = reader.ReadText();
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return type;
    }
}
