// Where in one chunk of a chat stream, or in a whole body, each thing stands.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Found in one pass whatever the order of members; points into the chunk's bytes and allocates nothing.</summary>
internal ref struct ChatChunk
{
    private bool _isWhole;

    internal ReadOnlySpan<byte> Model { get; private set; }

    internal ReadOnlySpan<byte> ServiceTier { get; private set; }

    /// <summary>There is a first choice.</summary>
    internal bool HasChoice { get; private set; }

    /// <summary>The first choice of this chunk or of an earlier one said what it says in a <c>delta</c>.</summary>
    internal bool HasDelta { get; private set; }

    /// <summary>There is a list of choices, perhaps an empty one.</summary>
    internal bool HasChoices { get; private set; }

    /// <summary>The value of <c>content</c>: a string with its quotes, a list of parts, or nothing.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>The inside of a vendor's <c>reasoning_content</c> or <c>reasoning</c>.</summary>
    internal ReadOnlySpan<byte> Reasoning { get; private set; }

    /// <summary>The former is there, and says nothing.</summary>
    internal bool IsThoughtEmpty { get; private set; }

    /// <summary>It is the latter.</summary>
    internal bool IsShortReasoning { get; private set; }

    /// <summary>The list of a vendor's <c>reasoning_details</c>.</summary>
    internal ReadOnlySpan<byte> Details { get; private set; }

    /// <summary>It is not empty.</summary>
    internal readonly bool HasDetails => Details is [(byte)'[', _, _, ..];

    internal ReadOnlySpan<byte> Refusal { get; private set; }

    /// <summary>The list of <c>tool_calls</c>.</summary>
    internal ReadOnlySpan<byte> Calls { get; private set; }

    /// <summary>The older <c>function_call</c>.</summary>
    internal ReadOnlySpan<byte> FunctionCall { get; private set; }

    /// <summary>The list of <c>annotations</c>.</summary>
    internal ReadOnlySpan<byte> Annotations { get; private set; }

    /// <summary>The elements of the content's log probabilities, without brackets.</summary>
    internal ReadOnlySpan<byte> LogProbs { get; private set; }

    internal ReadOnlySpan<byte> FinishReason { get; private set; }

    /// <summary>The inside of the last string of the chunk itself whose name is not read: some vendors pad their chunks with one.</summary>
    internal ReadOnlySpan<byte> Padding { get; private set; }

    internal UpstreamErrorFacts? Error { get; private set; }

    /// <summary>Finds everything in <paramref name="json"/>; what half of one counted is not counted.</summary>
    /// <exception cref="JsonException">It is not one whole JSON object.</exception>
    internal static ChatChunk Of(ReadOnlySpan<byte> json, scoped ref OpenAIUsageCounts usage, bool isWhole, bool hadDelta)
    {
        var chunk = new ChatChunk { _isWhole = isWhole, HasDelta = hadDelta };
        var counts = usage;
        var reader = new JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.NextMember())
        {
            if (reader.Is("choices"u8))
            {
                reader.Read();
                chunk.ReadChoices(ref reader, ref counts);
            }
            else if (reader.Is("usage"u8))
            {
                reader.Read();
                counts.Read(ref reader);
            }
            else if (reader.Is("id"u8))
            {
                reader.Skip();
            }
            else if (reader.Is("model"u8))
            {
                chunk.Model = reader.ReadText();
            }
            else if (reader.Is("service_tier"u8))
            {
                chunk.ServiceTier = reader.ReadText();
            }
            else if (reader.Is("error"u8))
            {
                reader.Read();
                chunk.Error = UpstreamErrorReader.ReadValue(ref reader) ?? chunk.Error;
            }
            else if (reader.Is("x_groq"u8))
            {
                chunk.Error = GroqMember.Read(ref reader, ref counts) ?? chunk.Error;
            }
            else
            {
                chunk.Padding = reader.ReadText();
            }
        }

        if (reader.Read())
        {
            throw new JsonException();
        }

        usage = counts;
        return chunk;
    }

    /// <summary>The one string that another chunk like this one would bring more of; empty when this one says anything besides.</summary>
    /// <param name="input">What its only call says.</param>
    internal readonly ReadOnlySpan<byte> OnlyPiece(ReadOnlySpan<byte> input, out AnswerPartKind kind)
    {
        var text = Content is [(byte)'"', .., (byte)'"'] ? Content[1..^1] : default;
        kind = !text.IsEmpty ? AnswerPartKind.Text
            : !Reasoning.IsEmpty ? AnswerPartKind.Reasoning
            : !Refusal.IsEmpty ? AnswerPartKind.Refusal
            : AnswerPartKind.Call;
        var piece = kind switch
        {
            AnswerPartKind.Text => text,
            AnswerPartKind.Reasoning => Reasoning,
            AnswerPartKind.Refusal => Refusal,
            AnswerPartKind.Call => input,
        };
        var isAlone = text.Length + Reasoning.Length + Refusal.Length + input.Length == piece.Length
            && (Calls.IsEmpty || kind == AnswerPartKind.Call) && (Content.Length <= "\"\"".Length || kind == AnswerPartKind.Text)
            && FunctionCall.IsEmpty && Annotations.IsEmpty && !HasDetails && LogProbs.IsEmpty && FinishReason.IsEmpty;
        return isAlone ? piece : default;
    }

    private void ReadChoices(scoped ref JsonReader reader, scoped ref OpenAIUsageCounts usage)
    {
        HasChoices |= reader.TokenType == JsonTokenType.StartArray;
        if (!HasChoices)
        {
            reader.Skip();
            return;
        }

        while (reader.NextElement())
        {
            if (HasChoice || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            // Several answers are never asked for on a translated route; whoever sends them all the same is read at the first.
            var before = this;
            HasChoice = true;
            if (ReadChoice(ref reader, ref usage) != 0)
            {
                this = before;
            }
        }
    }

    /// <summary>
    /// Reads a choice; its index, which some vendors leave out. Some repeat in a stream, beside each delta or at the end, all that was said so
    /// far as a message, and give a whole answer an empty delta: the other of the two counts only where the own one is missing.
    /// </summary>
    private int ReadChoice(scoped ref JsonReader reader, scoped ref OpenAIUsageCounts usage)
    {
        var index = 0;
        var hasOwn = HasDelta && !_isWhole;
        JsonReader other = default;
        var hasOther = false;
        UpstreamErrorFacts? error = null;
        while (reader.NextMember())
        {
            if (reader.Is("delta"u8) || reader.Is("message"u8))
            {
                var isOwn = reader.Is("message"u8) == _isWhole;
                reader.Read();
                if (isOwn)
                {
                    hasOwn |= reader.TokenType == JsonTokenType.StartObject;
                    ReadDelta(ref reader);
                }
                else
                {
                    hasOther = true;
                    other = reader;
                    reader.Skip();
                }
            }
            else if (reader.Is("finish_reason"u8))
            {
                FinishReason = reader.ReadText();
            }
            else if (reader.Is("error"u8))
            {
                reader.Read();
                error = UpstreamErrorReader.ReadValue(ref reader);
            }
            else if (reader.Is("usage"u8))
            {
                reader.Read();
                usage.Read(ref reader);
            }
            else if (reader.Is("logprobs"u8))
            {
                reader.Read();
                ReadLogProbs(ref reader);
            }
            else if (reader.Is("index"u8))
            {
                reader.Read();
                index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var own) ? own : 0;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        if (hasOther && !hasOwn)
        {
            ReadDelta(ref other);
        }

        HasDelta = hasOwn;
        Error = ChatFinishWords.FailureOf(FinishReason, error) ?? Error;
        return index;
    }

    private void ReadDelta(scoped ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("content"u8))
            {
                Content = reader.ReadRaw();
            }
            else if (reader.Is("reasoning_content"u8))
            {
                var value = reader.ReadRaw();
                IsThoughtEmpty = value is [(byte)'"', (byte)'"'];
                TakeReasoning(value is [(byte)'"', .. var text, (byte)'"'] ? text : default, isShort: false);
            }
            else if (reader.Is("reasoning"u8))
            {
                TakeReasoning(reader.ReadText(), isShort: true);
            }
            else if (reader.Is("reasoning_details"u8))
            {
                Details = reader.ReadRaw();
            }
            else if (reader.Is("refusal"u8))
            {
                Refusal = reader.ReadText();
            }
            else if (reader.Is("tool_calls"u8))
            {
                Calls = reader.ReadRaw();
            }
            else if (reader.Is("function_call"u8))
            {
                FunctionCall = reader.ReadRaw();
            }
            else if (reader.Is("annotations"u8))
            {
                Annotations = reader.ReadRaw();
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Of the two names the longer one counts, where both say something.</summary>
    private void TakeReasoning(ReadOnlySpan<byte> text, bool isShort)
    {
        if (!text.IsEmpty && (Reasoning.IsEmpty || !isShort))
        {
            Reasoning = text;
            IsShortReasoning = isShort;
        }
    }

    private void ReadLogProbs(scoped ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            var isContent = reader.Is("content"u8);
            var value = reader.ReadRaw();
            LogProbs = isContent && value.Length > 2 && value[0] == '[' ? value[1..^1].Trim(" \t\r\n"u8) : LogProbs;
        }
    }
}
